using System.Text;

namespace CacheStorm.UnitTests.Protocol;

/// <summary>Queued commands come back as they went in, however many and however large, also after the queue was used before.</summary>
public sealed class RequestQueueTests
{
    [Fact]
    public void Commands_come_back_in_their_order()
    {
        var queue = new RequestQueue();
        queue.Add(Request("SET", "a", "1"));
        queue.Add(Request("PING"));
        queue.Add(Request("GET", ""));

        Assert.Equal(3, queue.Count);
        Assert.Equal("SET a 1", Text(queue[0]));
        Assert.Equal("PING", Text(queue[1]));
        Assert.Equal("GET ", Text(queue[2]));
        Assert.Equal("SET a 1", Text(queue[0]));
    }

    [Fact]
    public void It_holds_copies()
    {
        var queue = new RequestQueue();
        ArgumentListBuilder builder = new ArgumentListBuilder().Add("INCR"u8).Add("a"u8);
        queue.Add(builder.Arguments);
        builder.Clear().Add("DEL"u8).Add("b"u8);

        Assert.Equal("INCR a", Text(queue[0]));
    }

    [Fact]
    public void It_grows_and_is_used_again()
    {
        var queue = new RequestQueue();
        for (int round = 0; round < 3; round++)
        {
            var expected = new List<string>();
            for (int i = 0; i < 500; i++)
            {
                string[] words = ["MSET", .. Enumerable.Range(0, i % 50).Select(n => $"{round}:{i}:{n}"), new string('x', i * 7)];
                expected.Add(string.Join(' ', words));
                queue.Add(Request(words));
            }
            Assert.Equal(expected, Enumerable.Range(0, queue.Count).Select(i => Text(queue[i])));
            queue.Clear();
            Assert.Equal(0, queue.Count);
        }
    }

    [Fact]
    public void Used_again_it_allocates_nothing()
    {
        var queue = new RequestQueue();
        ArgumentList request = Request("SET", "key:000001", new string('x', 100));
        for (int i = 0; i < 20; i++)
            queue.Add(request);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++)
        {
            queue.Clear();
            for (int i = 0; i < 20; i++)
                queue.Add(request);
        }
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void What_is_not_there_is_not_given()
    {
        var queue = new RequestQueue();
        queue.Add(Request("PING"));
        Assert.Throws<ArgumentOutOfRangeException>(() => queue[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => queue[-1]);
    }

    private static ArgumentList Request(params string[] words) =>
        ArgumentList.Of([.. words.Select(Encoding.UTF8.GetBytes)]);

    private static string Text(ArgumentList request) =>
        string.Join(' ', Enumerable.Range(0, request.Count).Select(i => Encoding.UTF8.GetString(request[i])));
}
