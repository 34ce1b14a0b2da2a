namespace CacheStorm.Plugins.Strings;

/// <summary>Parts of strings: APPEND, STRLEN, GETRANGE, SUBSTR, SETRANGE.</summary>
/// <param name="limits">How long a string may grow.</param>
internal sealed class RangeCommands(StringLimits limits)
{
    [Command("APPEND", Arity = 3, Flags = CommandFlags.Write | CommandFlags.DenyOom | CommandFlags.Fast,
        Group = "string",
        Since = "2.0.0",
        Summary = "Append a value to a key",
        Complexity = "O(1). The amortized time complexity is O(1) assuming the appended value is small and the already present value is of any size, since the dynamic string library used by Redis will double the free space available on every reallocation.",
        Arguments = "key:key#0 value:string")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Insert)]
    public void Append(CommandContext context)
    {
        ReadOnlySpan<byte> tail = context.Args[2];
        long length;
        if (!context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Write))
        {
            context.Keyspace.SetString(context.Key, tail);
            length = tail.Length;
        }
        else if (!entry.IsString)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        else
        {
            int before = entry.Value.Length;
            if (!limits.Allows(before, tail.Length))
            {
                context.Reply.Error(Errors.StringTooLong);
                return;
            }
            tail.CopyTo(context.Keyspace.Edit(ref entry, before + tail.Length)[before..]);
            length = before + tail.Length;
        }
        context.KeyEvent(KeyEventKinds.String, "append"u8, context.Key);
        context.Reply.Integer(length);
    }

    [Command("STRLEN", Arity = 2, Flags = CommandFlags.ReadOnly | CommandFlags.Fast,
        Group = "string",
        Since = "2.2.0",
        Summary = "Get the length of the value stored in a key",
        Complexity = "O(1)",
        Arguments = "key:key#0")]
    [KeySpec(1, KeyAccess.ReadOnly)]
    public void StrLen(CommandContext context)
    {
        if (context.Keyspace.GetString(context.Key, out ReadOnlySpan<byte> value) == LookupResult.WrongType)
            context.Reply.Error(Errors.WrongType);
        else
            context.Reply.Integer(value.Length);
    }

    [Command("GETRANGE", Arity = 4, Flags = CommandFlags.ReadOnly,
        Group = "string",
        Since = "2.4.0",
        Summary = "Get a substring of the string stored at a key",
        Complexity = "O(N) where N is the length of the returned string. The complexity is ultimately determined by the returned length, but because creating a substring from an existing string is very cheap, it can be considered O(1) for small strings.",
        Arguments = "key:key#0 start:integer end:integer")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void GetRange(CommandContext context)
    {
        if (!context.Args.TryInt64(2, out long start) || !context.Args.TryInt64(3, out long end))
            return;
        if (context.Keyspace.GetString(context.Key, out ReadOnlySpan<byte> value) == LookupResult.WrongType)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        context.Reply.Bulk(Slice(value, start, end));
    }

    [Command("SUBSTR", Arity = 4, Flags = CommandFlags.ReadOnly,
        Group = "string",
        Since = "1.0.0",
        Summary = "Get a substring of the string stored at a key",
        Complexity = "O(N) where N is the length of the returned string. The complexity is ultimately determined by the returned length, but because creating a substring from an existing string is very cheap, it can be considered O(1) for small strings.",
        DeprecatedSince = "2.0.0",
        ReplacedBy = "`GETRANGE`",
        Arguments = "key:key#0 start:integer end:integer")]
    [KeySpec(1, KeyAccess.ReadOnly | KeyAccess.Access)]
    public void SubStr(CommandContext context) => GetRange(context);

    [Command("SETRANGE", Arity = 4, Flags = CommandFlags.Write | CommandFlags.DenyOom,
        Group = "string",
        Since = "2.2.0",
        Summary = "Overwrite part of a string at key starting at the specified offset",
        Complexity = "O(1), not counting the time taken to copy the new string in place. Usually, this string is very small so the amortized complexity is O(1). Otherwise, complexity is O(M) with M being the length of the value argument.",
        Arguments = "key:key#0 offset:integer value:string")]
    [KeySpec(1, KeyAccess.ReadWrite | KeyAccess.Update)]
    public void SetRange(CommandContext context)
    {
        if (!context.Args.TryInt64(2, out long offset))
            return;
        if (offset < 0)
        {
            context.Reply.Error(StringErrors.OffsetOutOfRange);
            return;
        }

        ReadOnlySpan<byte> part = context.Args[3];
        bool exists = context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Write);
        if (exists && !entry.IsString)
        {
            context.Reply.Error(Errors.WrongType);
            return;
        }
        if (part.IsEmpty)
        {
            context.Reply.Integer(exists ? entry.Value.Length : 0);
            return;
        }
        if (!limits.Allows(offset, part.Length) || offset + part.Length > Array.MaxLength)
        {
            context.Reply.Error(Errors.StringTooLong);
            return;
        }

        if (!exists)
        {
            context.Keyspace.SetString(context.Key, default, Expiry.None, StringEncoding.Raw);
            context.Keyspace.TryFind(context.Key, out entry, Lookup.Peek);
        }
        int length = Math.Max(exists ? entry.Value.Length : 0, (int)offset + part.Length);
        part.CopyTo(context.Keyspace.Edit(ref entry, length)[(int)offset..]);
        context.KeyEvent(KeyEventKinds.String, "setrange"u8, context.Key);
        context.Reply.Integer(length);
    }

    /// <summary>The bytes from one index to another, both included; negative ones count from the end.</summary>
    internal static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> value, long start, long end)
    {
        if (start < 0 && end < 0 && start > end)
            return default;
        if (start < 0)
            start = Math.Max(0, value.Length + start);
        if (end < 0)
            end = Math.Max(0, value.Length + end);
        end = Math.Min(end, value.Length - 1L);
        return start > end ? default : value.Slice((int)start, (int)(end - start) + 1);
    }
}
