using System.Buffers.Binary;

namespace CacheStorm.TestPlugins.ContractProbe;

/// <summary>A value that is the time at which its key goes: an expiry of the type's own, by way of an alarm.</summary>
public sealed class FuseType : DataType
{
    private const int TimeBytes = 8;

    public override string Name => "probe-fuse";

    public override string EncodingOf(in Entry entry) => "time";

    public void Store(Keyspace keyspace, ReadOnlySpan<byte> key, long time)
    {
        BinaryPrimitives.WriteInt64LittleEndian(keyspace.Create(key, this, 0, TimeBytes, Expiry.None, out Entry entry), time);
        keyspace.SetAlarm(entry, time);
    }

    public override long NextAlarm(in Entry entry) => BinaryPrimitives.ReadInt64LittleEndian(entry.Value);

    public override void OnAlarm(CommandContext context)
    {
        if (!context.Keyspace.TryFind(context.Key, out Entry entry, Lookup.Peek) || entry.Type != this || NextAlarm(entry) >= context.Now)
            return;
        context.Keyspace.Remove(context.Key);
        context.KeyEvent(KeyEventKinds.Generic, "burnt"u8, context.Key);
        if (context.Effects.Wanted)
            context.Effects.Rewrite().Add("DEL"u8).Add(context.Key);
    }

    public override void Write(in Entry entry, RdbWriter writer) => writer.Int64(NextAlarm(entry));

    public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry)
    {
        if (rdbType != RdbType.Custom || !reader.TryInt64(out long time))
            return false;
        Store(keyspace, key, time);
        return true;
    }

    public override void Digest(in Entry entry, ContentDigest digest) => digest.AddOrdered(entry.Value);
}

/// <summary>Lights fuses.</summary>
internal sealed class FuseCommands(FuseType type)
{
    [Command("PROBE.FUSE", Arity = 3, Flags = CommandFlags.Write | CommandFlags.DenyOom, Summary = "Stores a key that goes after so many milliseconds.")]
    [KeySpec(1, KeyAccess.Overwrite | KeyAccess.Insert)]
    public void Light(CommandContext context)
    {
        if (!context.Args.TryInt64(2, out long milliseconds))
            return;
        type.Store(context.Keyspace, context.Key, context.Now + milliseconds);
        context.Reply.Ok();
    }
}
