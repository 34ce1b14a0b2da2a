using CacheStorm.Plugins.Lists.Data;
using CacheStorm.UnitTests.Storage;
using CsCheck;

namespace CacheStorm.UnitTests.Lists;

/// <summary>A list against a plain one, by random steps, across the bounds between layouts and between nodes.</summary>
public sealed class ListModelTests
{
    private enum Step { Push, PushMany, Drop, Insert, Replace, Remove, Trim, Rotate, Copy, Dump }

    private static readonly Gen<byte[]> s_element = Gen.Frequency(
        (8, Gen.Int[0, 9].Select(i => ListFixture.Text(i))),
        (4, Gen.Byte.Array[0, 12]),
        (3, Gen.Long.Select(Gen.Int[0, 63], (value, shift) => ListFixture.Text(value >> shift))),
        (1, Gen.Byte.Array[50, 140]),
        (1, Gen.Byte.Array[200, 700]));

    private static readonly Gen<(Step, int, int, byte[])[]> s_steps =
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, 1 << 20], Gen.Int[0, 1 << 20], s_element).Array[1, 120];

    [Theory]
    [InlineData(4, 64)]
    [InlineData(1, 40)]
    [InlineData(16, 300)]
    [InlineData(-1, 1024)]
    public void It_is_a_list_whatever_is_done_to_it(int maxListpackSize, int nodeBytes) => s_steps.Sample(steps =>
    {
        ListFixture fixture = new(maxListpackSize, nodeBytes);
        List<byte[]> model = [];
        foreach ((Step step, int a, int b, byte[] element) in steps)
        {
            Do(fixture, model, step, a, b, element);
            Assert.Equal(model, fixture.Read("l"));
            AssertIndexes(fixture, model, a);
        }

        fixture.Keyspace.Clear(inBackground: false);
        Assert.Equal(0, fixture.UsedBytes);
        Assert.Equal(0, fixture.Store.Store.ExactBytes());
    }, iter: 150);

    private static void Do(ListFixture fixture, List<byte[]> model, Step step, int a, int b, byte[] element)
    {
        ListEnd end = (a & 1) == 0 ? ListEnd.Head : ListEnd.Tail;
        if (step == Step.Push || model.Count == 0)
        {
            fixture.Push("l", end, element);
            model.Insert(end == ListEnd.Head ? 0 : model.Count, element);
            return;
        }

        ListValue list = fixture.Open("l");
        int at = b % model.Count;
        switch (step)
        {
            case Step.PushMany:
                PushMany(ref list, model, end, element, count: 1 + b % 40);
                break;
            case Step.Drop:
                int count = b % 3 == 0 ? at + 1 : Math.Min(model.Count, 1 + b % 4);
                Assert.Equal(count == model.Count, list.Drop(end, count));
                model.RemoveRange(end == ListEnd.Head ? 0 : model.Count - count, count);
                break;
            case Step.Insert:
                list.Insert(PositionOf(list, at), behind: end == ListEnd.Tail, element);
                model.Insert(end == ListEnd.Tail ? at + 1 : at, element);
                break;
            case Step.Replace:
                list.Replace(PositionOf(list, at), element);
                model[at] = element;
                break;
            case Step.Remove:
                byte[] wanted = a % 3 == 0 ? element : model[at];
                long most = a % 5 == 0 ? long.MaxValue : 1 + b % 3;
                Assert.Equal(RemoveFrom(model, end, most, wanted), list.Remove(end, most, new ElementMatch(wanted), out bool isGone));
                Assert.Equal(model.Count == 0, isGone);
                break;
            case Step.Trim:
                int kept = 1 + a % (model.Count - at);
                list.Drop(ListEnd.Tail, model.Count - at - kept);
                list.Drop(ListEnd.Head, at);
                model.RemoveRange(at + kept, model.Count - at - kept);
                model.RemoveRange(0, at);
                break;
            case Step.Rotate when model.Count > 1:
                byte[] moved = end == ListEnd.Head ? model[0] : model[^1];
                Assert.True(list.Peek(end).Is(moved));
                list.Drop(end, 1);
                list.Push(end == ListEnd.Head ? ListEnd.Tail : ListEnd.Head, moved);
                model.RemoveAt(end == ListEnd.Head ? 0 : model.Count - 1);
                model.Insert(end == ListEnd.Head ? model.Count : 0, moved);
                break;
            case Step.Copy:
                Assert.True(fixture.Keyspace.TryFind("l"u8, out Entry entry));
                fixture.Keyspace.CopyTo(ref entry, fixture.Keyspace, "copy"u8);
                fixture.Keyspace.Remove("l"u8);
                Assert.True(fixture.Keyspace.TryFind("copy"u8, out entry));
                fixture.Keyspace.MoveTo(ref entry, fixture.Keyspace, "l"u8);
                break;
            case Step.Dump:
                Assert.True(fixture.Keyspace.TryFind("l"u8, out Entry written));
                var writer = new RdbWriter();
                fixture.Type.Write(written, writer);
                var reader = new RdbReader(writer.Written);
                Assert.True(fixture.Type.TryRead(ref reader, RdbType.ListQuicklist2, 0, fixture.Keyspace, "l"u8, Expiry.Keep));
                Assert.True(reader.Rest.IsEmpty);
                break;
            default:
                break;
        }
    }

    private static void PushMany(ref ListValue list, List<byte[]> model, ListEnd end, byte[] element, int count)
    {
        var arguments = new ArgumentListBuilder();
        for (int i = 0; i < count; i++)
        {
            byte[] pushed = i % 3 == 0 ? element : ListFixture.Text(i * 37);
            arguments.Add(pushed);
            model.Insert(end == ListEnd.Head ? 0 : model.Count, pushed);
        }

        Assert.Equal(model.Count, list.Push(end, new PushedElements(arguments.Arguments, 0)));
    }

    private static long RemoveFrom(List<byte[]> model, ListEnd end, long most, byte[] wanted)
    {
        long removed = 0;
        for (int i = 0; i < model.Count && removed < most; i++)
        {
            int place = end == ListEnd.Head ? i : model.Count - 1 - i;
            if (!model[place].AsSpan().SequenceEqual(wanted))
                continue;
            model.RemoveAt(place);
            removed++;
            i--;
        }

        return removed;
    }

    private static ElementPosition PositionOf(ListValue list, int index)
    {
        ListCursor cursor = list.Read();
        cursor.Seek(index);
        return cursor.Position;
    }

    private static void AssertIndexes(ListFixture fixture, List<byte[]> model, int seed)
    {
        if (!fixture.Keyspace.TryFind("l"u8, out Entry entry))
            return;
        Assert.Equal(model.Count, fixture.Type.Count(entry));
        for (int i = 0; i < 6; i++)
        {
            int index = i switch { 0 => 0, 1 => model.Count - 1, 2 => model.Count / 2, _ => (seed + 7 * i) % model.Count };
            var cursor = new ListCursor(entry);
            cursor.Seek(index);
            ElementPosition position = cursor.Position;
            Assert.True(cursor.Next(out PackedElement element));
            Assert.True(element.Is(model[index]));
            cursor.Return(position);
            Assert.True(cursor.Next(out element));
            Assert.True(element.Is(model[index]));
        }
    }
}
