namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>Uses the service of whichever plugin publishes, or does without.</summary>
internal sealed class PublisherCommands(IImport<IPublisher> publisher)
{
    [Command("PROBE.TELL", Arity = 3, Summary = "Publishes if anybody listens: PROBE.TELL channel message. Replies with the receivers; nil without a publisher.")]
    public void Tell(CommandContext context)
    {
        if (publisher.Value is not { } service)
            context.Reply.Null();
        else if (!service.HasSubscribers(context.Args[1]))
            context.Reply.Integer(-1);
        else
            context.Reply.Integer(service.Publish(context.Args[1], context.Args[2]));
    }
}
