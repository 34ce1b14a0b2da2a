using System.Text;

namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>A sink that keeps what it is told, as text, batch by batch. The list is guarded by its lock.</summary>
internal sealed class EffectRecorder(IServerControl control) : IPropagationSink
{
    private readonly List<string[]> _batches = [];
    private volatile bool _isOn;

    public bool IsEnabled => _isOn;

    public void Append(ReadOnlySpan<PropagatedCommand> effects)
    {
        var batch = new string[effects.Length];
        for (int i = 0; i < batch.Length; i++)
            batch[i] = Text(effects[i]);
        lock (_batches)
            _batches.Add(batch);
    }

    [Command("PROBE.RECORD", Arity = 2, Summary = "ON or OFF: effects are kept from now on; ON forgets those before.")]
    public void Switch(CommandContext context)
    {
        bool on = context.Args.Is(1, "on"u8);
        lock (_batches)
        {
            if (on)
                _batches.Clear();
        }
        _isOn = on;
        context.Reply.Ok();
    }

    [Command("PROBE.EFFECTS", Arity = 1, Summary = "The batches of effects kept, each an array of commands as text, the namespace first.")]
    public void Effects(CommandContext context)
    {
        lock (_batches)
        {
            context.Reply.Array(_batches.Count);
            foreach (string[] batch in _batches)
            {
                context.Reply.Array(batch.Length);
                foreach (string command in batch)
                    context.Reply.Bulk(Encoding.Latin1.GetBytes(command));
            }
        }
    }

    [Command("PROBE.EFFECT", Arity = 4, Flags = CommandFlags.Write,
        Summary = "PLAIN, SUPPRESS, REWRITE write the key and pass it on so; FORCE passes on without a write; READ does neither.")]
    [KeySpec(2, KeyAccess.Overwrite)]
    public void Effect(CommandContext context)
    {
        if (context.Args.Is(1, "force"u8))
            context.Effects.Force();
        else if (context.Args.Is(1, "read"u8))
            context.Keyspace.Exists(context.Key);
        else
            context.Keyspace.SetString(context.Key, context.Args[3]);
        if (context.Args.Is(1, "suppress"u8))
            context.Effects.Suppress();
        if (context.Args.Is(1, "rewrite"u8))
        {
            context.Effects.Rewrite().Add("SET"u8).Add(context.Key).Add(context.Args[3]);
            context.Effects.Rewrite().Add("PERSIST"u8).Add(context.Key);
        }
        context.Reply.Ok();
    }

    [Command("PROBE.TRAIL", Arity = 2, Flags = CommandFlags.Write, Summary = "Adds one; passed on as the value that came of it.")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    public void Trail(CommandContext context)
    {
        long value = context.Keyspace.Increment(context.Key);
        if (context.Effects.Wanted)
            context.Effects.Rewrite().Add("SET"u8).Add(context.Key).Add(value);
        context.Reply.Integer(value);
    }

    [Command("PROBE.FREEZE", Arity = 2, Summary = "ON or OFF: expired keys stay until somebody looks.")]
    public void Freeze(CommandContext context)
    {
        control.SetActiveExpiry(!context.Args.Is(1, "on"u8));
        context.Reply.Ok();
    }

    private static string Text(in PropagatedCommand command)
    {
        var text = new StringBuilder().Append(command.Namespace);
        for (int i = 0; i < command.Request.Count; i++)
            text.Append(' ').Append(Encoding.Latin1.GetString(command.Request[i]));
        return text.ToString();
    }
}
