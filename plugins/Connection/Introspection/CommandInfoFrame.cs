using System.Text;

namespace CacheStorm.Plugins.Connection.Introspection;

/// <summary>A command as COMMAND and COMMAND INFO show it: ten fields, the last of them its subcommands.</summary>
internal static class CommandInfoFrame
{
    public static void Write(ReplyWriter reply, CommandInfo command)
    {
        reply.Array(10);
        Text(reply, command.FullName);
        reply.Integer(command.Arity);
        CommandNames.WriteFlags(reply, command);
        reply.Integer(command.FirstKey);
        reply.Integer(command.LastKey);
        reply.Integer(command.KeyStep);
        CommandNames.WriteCategories(reply, command.Categories);
        reply.Set(command.Tips.Count);
        foreach (string tip in command.Tips)
            Text(reply, tip);
        reply.Set(command.KeySpecs.Count);
        foreach (KeySpecAttribute spec in command.KeySpecs)
            WriteKeySpec(reply, spec);
        WriteSubcommands(reply, command.Subcommands);
    }

    private static void WriteSubcommands(ReplyWriter reply, IReadOnlyList<CommandInfo> subcommands)
    {
        // Redis has an empty set where there are none, an array where there are some.
        if (subcommands.Count == 0)
            reply.Set(0);
        else
            reply.Array(subcommands.Count);
        foreach (CommandInfo subcommand in subcommands)
            Write(reply, subcommand);
    }

    private static void WriteKeySpec(ReplyWriter reply, KeySpecAttribute spec)
    {
        bool hasNotes = spec.Notes.Length > 0;
        reply.Map(hasNotes ? 4 : 3);
        if (hasNotes)
        {
            Text(reply, "notes");
            Text(reply, spec.Notes);
        }
        Text(reply, "flags");
        CommandNames.WriteAccess(reply, spec.Access);
        Text(reply, "begin_search");
        WriteBeginning(reply, spec);
        Text(reply, "find_keys");
        WriteKeys(reply, spec);
    }

    private static void WriteBeginning(ReplyWriter reply, KeySpecAttribute spec)
    {
        reply.Map(2);
        Text(reply, "type");
        if (spec.Unknown && spec.Index == 0)
        {
            WriteUnknown(reply);
        }
        else if (spec.Keyword is not null)
        {
            Text(reply, "keyword");
            Text(reply, "spec");
            reply.Map(2);
            Text(reply, "keyword");
            Text(reply, spec.Keyword);
            Number(reply, "startfrom", spec.StartFrom);
        }
        else
        {
            Text(reply, "index");
            Text(reply, "spec");
            reply.Map(1);
            Number(reply, "index", spec.Index);
        }
    }

    private static void WriteKeys(ReplyWriter reply, KeySpecAttribute spec)
    {
        reply.Map(2);
        Text(reply, "type");
        if (spec.Unknown)
        {
            WriteUnknown(reply);
        }
        else if (spec.KeyCountIndex >= 0)
        {
            Text(reply, "keynum");
            Text(reply, "spec");
            reply.Map(3);
            Number(reply, "keynumidx", spec.KeyCountIndex);
            Number(reply, "firstkey", spec.FirstKey);
            Number(reply, "keystep", spec.Step);
        }
        else
        {
            Text(reply, "range");
            Text(reply, "spec");
            reply.Map(3);
            Number(reply, "lastkey", spec.Last);
            Number(reply, "keystep", spec.Step);
            Number(reply, "limit", spec.Limit);
        }
    }

    private static void WriteUnknown(ReplyWriter reply)
    {
        Text(reply, "unknown");
        Text(reply, "spec");
        reply.Map(0);
    }

    private static void Number(ReplyWriter reply, string name, int value)
    {
        Text(reply, name);
        reply.Integer(value);
    }

    private static void Text(ReplyWriter reply, string text) => reply.Bulk(Encoding.UTF8.GetBytes(text));
}
