using System.Text;
using CacheStorm.Host.Storage.Keyspaces;
using CacheStorm.UnitTests.Storage;
using CsCheck;

namespace CacheStorm.UnitTests.Collections;

/// <summary>The table of members against a dictionary, in a store as it is.</summary>
public sealed class MemberTableTests
{
    private readonly StoreFixture _fixture = new();

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(MemberTable.Variable)]
    public void Does_what_a_dictionary_does(int valueLength)
    {
        Gen<(int Member, int Length, int Action)[]> steps = Gen.Select(Gen.Int[0, 400], Gen.Int[0, 300], Gen.Int[0, 9]).Array[0, 1500];
        steps.Sample(actions =>
        {
            TableType type = new(valueLength);
            StoreFixture fixture = new();
            fixture.Types.Register(type);
            StoreKeyspace keyspace = fixture.Open();
            long before = fixture.Store.ExactBytes();
            Dictionary<string, (byte[] Value, bool Mark)> model = [];
            MemberTable table = type.Create(keyspace, "t"u8);
            foreach ((int number, int length, int action) in actions)
                Apply(ref table, model, valueLength, Member(number), length, action);
            CheckSame(table, model);

            keyspace.TryFind("t"u8, out Entry entry);
            keyspace.CopyTo(ref entry, keyspace, "copy"u8);
            keyspace.Remove("t"u8);
            keyspace.TryFind("copy"u8, out entry);
            CheckSame(new MemberTable(entry.Blocks, entry.Value, valueLength), model);
            keyspace.Clear(inBackground: false);
            Assert.Equal(before, fixture.Store.ExactBytes());
        }, iter: 30);
    }

    [Fact]
    public void Emptied_by_hand_it_costs_nothing()
    {
        MemberTable table = Open(out StoreKeyspace keyspace, out long empty);
        for (int i = 0; i < 5_000; i++)
            table.Add(Member(i), 8);
        Assert.Equal(5_000, table.Count);
        for (int i = 0; i < 5_000; i++)
        {
            Assert.True(table.TryFind(Member(i), out MemberSlot slot));
            table.Remove(slot);
        }

        Assert.Equal(0, table.Count);
        Assert.Equal(empty, _fixture.Store.ExactBytes());
        table.Add("again"u8, 8);
        table.Clear();
        Assert.Equal(empty, _fixture.Store.ExactBytes());
        keyspace.Remove("t"u8);
    }

    [Fact]
    public void A_million_short_members_cost_at_most_twenty_bytes_each()
    {
        MemberTable table = Open(out _, out long empty, valueLength: 0);
        for (int i = 0; i < 1_000_000; i++)
            table.Add(Encoding.ASCII.GetBytes(i.ToString()), 0);
        double each = (_fixture.Store.ExactBytes() - empty) / 1e6;
        Assert.InRange(each, 7, 20);
    }

    [Fact]
    public void Every_member_is_drawn_as_often_as_the_others()
    {
        const int Members = 300;
        const int Draws = 300_000;
        MemberTable table = Open(out _, out _);
        for (int i = 0; i < 2_000; i++)
            table.Add(Member(i), 8);
        for (int i = Members; i < 2_000; i++)
        {
            table.TryFind(Member(i), out MemberSlot gone);
            table.Remove(gone);
        }

        Dictionary<string, int> drawn = [];
        Random random = new(42);
        for (int i = 0; i < Draws; i++)
        {
            string member = Encoding.UTF8.GetString(table.MemberAt(table.Random(random)));
            drawn[member] = drawn.GetValueOrDefault(member) + 1;
        }

        double expected = (double)Draws / Members;
        double chiSquare = drawn.Values.Sum(count => (count - expected) * (count - expected) / expected);
        Assert.Equal(Members, drawn.Count);

        // 299 degrees of freedom: a mean of 299 and a deviation of 24.5.
        Assert.InRange(chiSquare, 299 - 5 * 24.5, 299 + 5 * 24.5);
    }

    [Fact]
    public void A_scan_sees_all_that_stays_while_others_come_and_go()
    {
        Gen.Select(Gen.Int[1, 40], Gen.Int[0, 3_000], Gen.Int[-200, 200]).Sample((count, others, perStep) =>
        {
            StoreFixture fixture = new();
            TableType type = new(8);
            fixture.Types.Register(type);
            MemberTable table = type.Create(fixture.Open(), "t"u8);
            for (int i = 0; i < 300; i++)
                table.Add(Encoding.ASCII.GetBytes($"stays:{i}"), 8);
            int next = 0;
            for (; next < others; next++)
                table.Add(Member(next), 8);
            MemberCollector seen = new([]);
            ulong cursor = 0;
            int first = 0;
            do
            {
                cursor = table.Scan(cursor, count, ref seen);
                for (int i = 0; i < perStep && next < 20_000; i++)
                    table.Add(Member(next++), 8);
                for (int i = 0; i > perStep && first < next; i--)
                {
                    Assert.True(table.TryFind(Member(first++), out MemberSlot slot));
                    table.Remove(slot);
                }
            }
            while (cursor != 0);
            for (int i = 0; i < 300; i++)
                Assert.Contains($"stays:{i}", seen.Members);
        }, iter: 60);
    }

    [Fact]
    public void Opened_for_reading_it_refuses_changes()
    {
        Open(out StoreKeyspace keyspace, out _);
        keyspace.TryFind("t"u8, out Entry entry);
        bool refused = false;
        try
        {
            new MemberTable(entry.Blocks, entry.Value, 8).Add("a"u8, 8);
        }
        catch (InvalidOperationException)
        {
            refused = true;
        }

        Assert.True(refused);
    }

    private MemberTable Open(out StoreKeyspace keyspace, out long empty, int valueLength = 8)
    {
        TableType type = new(valueLength);
        _fixture.Types.Register(type);
        keyspace = _fixture.Open();
        MemberTable table = type.Create(keyspace, "t"u8);
        empty = _fixture.Store.ExactBytes();
        return table;
    }

    private static byte[] Member(int number) =>
        Encoding.ASCII.GetBytes(number % 37 == 0 ? $"{number}:{new string('x', number * 3)}" : $"m{number}");

    private static void Apply(ref MemberTable table, Dictionary<string, (byte[] Value, bool Mark)> model, int valueLength, byte[] member,
        int length, int action)
    {
        string name = Encoding.ASCII.GetString(member);
        bool found = table.TryFind(member, out MemberSlot slot);
        Assert.Equal(model.ContainsKey(name), found);
        if (found && action < 3)
        {
            table.Remove(slot);
            model.Remove(name);
            return;
        }

        byte[] value = new byte[valueLength < 0 ? length : valueLength];
        new Random(length).NextBytes(value);
        if (!found)
        {
            Span<byte> added = table.Add(member, value.Length);
            Assert.Equal(-1, added.IndexOfAnyExcept((byte)0));
            value.CopyTo(added);
            model[name] = (value, false);
        }
        else if (action == 3)
        {
            table.Mark(slot, true);
            model[name] = (model[name].Value, true);
        }
        else
        {
            value.CopyTo(valueLength < 0 ? table.Resize(ref slot, value.Length) : table.ValueAt(slot));
            Assert.True(table.MemberAt(slot).SequenceEqual(member));
            model[name] = (value, model[name].Mark);
        }
    }

    private static void CheckSame(MemberTable table, Dictionary<string, (byte[] Value, bool Mark)> model)
    {
        Assert.Equal(model.Count, table.Count);
        ElementPosition position = default;
        int walked = 0;
        for (; table.Next(ref position, out MemberSlot slot); walked++)
        {
            (byte[] value, bool mark) = model[Encoding.ASCII.GetString(table.MemberAt(slot))];
            Assert.Equal(value, table.ValueAt(slot).ToArray());
            Assert.Equal(mark, table.IsMarked(slot));
        }

        Assert.Equal(model.Count, walked);
    }

    private readonly struct MemberCollector(HashSet<string> members) : IMemberVisitor
    {
        public HashSet<string> Members { get; } = members;

        public void Visit(scoped in MemberTable table, MemberSlot slot) => Members.Add(Encoding.ASCII.GetString(table.MemberAt(slot)));
    }

    /// <summary>A type that is nothing but a table.</summary>
    internal sealed class TableType(int valueLength) : DataType
    {
        public override string Name => "table";

        public override bool UsesNativeBlocks => true;

        public override string EncodingOf(in Entry entry) => "hashtable";

        public override void Write(in Entry entry, RdbWriter writer) => throw new NotSupportedException();

        public override bool TryRead(ref RdbReader reader, byte rdbType, int version, Keyspace keyspace, ReadOnlySpan<byte> key, Expiry expiry) => false;

        public override void Digest(in Entry entry, ContentDigest digest) => throw new NotSupportedException();

        public override void CopyBlocks(in Entry source, in Entry copy, NativeBlocks sourceBlocks, NativeBlocks copyBlocks, Span<byte> root)
        {
            root.Clear();
            MemberTable target = new(copyBlocks, root, valueLength);
            new MemberTable(sourceBlocks, source.Value, valueLength).CopyTo(ref target);
        }

        public MemberTable Create(Keyspace keyspace, ReadOnlySpan<byte> key)
        {
            keyspace.Create(key, this, 0, MemberTable.RootLength, default, out Entry entry);
            Span<byte> root = keyspace.Edit(ref entry);
            return new MemberTable(keyspace.Blocks(ref entry), root, valueLength);
        }
    }
}
