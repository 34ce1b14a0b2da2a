using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Scripting;

/// <summary>Scripts that mean no good: each ends in a reply, and the server goes on as if it had not been.</summary>
public sealed class HostileScriptTests : IClassFixture<HostileScriptTests.Target>, IDisposable
{
    private readonly ServerProcess _server;
    private readonly RespConnection _client;

    public HostileScriptTests(Target target)
    {
        _server = target.Server;
        _client = _server.Connect();
    }

    public static TheoryData<string> Scripts =>
    [
        // memory
        "return string.rep('x', 2^31)",
        "local t = {} while true do t[#t + 1] = string.rep('x', 1000000) end",
        "local s = 'x' while true do s = s .. s end",
        "return tostring(1):rep(1e9)",
        "while true do pcall(string.rep, 'x', 1e9) local t = {} for i = 1, 1e9 do t[i] = {} end end",
        "string.gsub(string.rep('a', 1e6), 'a', string.rep('b', 1e6))",
        // depth
        "local function f() return f() + 1 end return f()",
        "local function f() return pcall(f) end return f()",
        "local function f(n) return string.gsub('a', 'a', function() return f(n + 1) end) end return f(1)",
        "local function f() coroutine.wrap(f)() end f()",
        "return loadstring('return ' .. string.rep('(', 10000) .. '1' .. string.rep(')', 10000))",
        "return loadstring('return ' .. string.rep('{', 100000))",
        "return loadstring(string.rep('do ', 100000))",
        "return loadstring('return ' .. string.rep('-', 100000) .. '1')",
        "return loadstring('return ' .. string.rep('a..', 100000) .. '1')",
        "local t = {} for i = 1, 250 do t[i] = 'local a' .. i .. '=1' end return loadstring(table.concat(t, '\\n'))",
        "setmetatable({}, {__index = function(t, k) return t[k + 1] end})[1] = nil return setmetatable({}, {__index = function(t, k) return t[k + 1] end})[1]",
        // errors of every kind
        "error(setmetatable({}, {__tostring = function() error('x') end}))",
        "error(setmetatable({}, {__index = function() error('x') end}))",
        "error({err = setmetatable({}, {__tostring = function() error('x') end})})",
        "error({err = {}})",
        "error({a = 1})",
        "error(function() end)",
        "error(coroutine.create(function() end))",
        "error()",
        "return pcall(pcall, pcall, error)",
        "xpcall(function() error('a') end, function() error('b') end)",
        "table.sort({3, 1, 2}, function(a, b) error('cmp') end)",
        "table.sort({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, function() return true end)",
        "return load(function() error('r') end)",
        "return unpack({}, 1, 1e8)",
        "return unpack({}, 1, 2^53)",
        "return unpack({}, -2^53, 2^53)",
        "return string.format('%99999d', 1)",
        "return string.format(string.rep('%s', 1000))",
        "return string.char(256)",
        "return string.rep('x', -1)",
        "return ('x'):rep(0/0)",
        "return string.sub('x', 1/0, -1/0)",
        // finalizers
        "setmetatable({}, {__gc = function() error('x') end}) collectgarbage() return 1",
        "local t = setmetatable({}, {__gc = function() while true do end end}) t = nil collectgarbage() return 1",
        "ARGV[1] = setmetatable({}, {__gc = true}) return 1",
        "local m = {} local t = setmetatable({}, m) m.__gc = function() while true do end end t = nil collectgarbage() return 1",
        // the walls
        "string.rep = nil",
        "_G.string.rep = nil",
        "getmetatable('').__index = nil",
        "getmetatable('').__index.rep = nil",
        "rawset(getmetatable(''), '__index', {})",
        "rawset(string, 'rep', nil)",
        "local f, t, k = pairs(redis) t.call = nil",
        "local f, t, k = pairs(_G) t.redis = nil",
        "local f, t, k = ipairs(_G) t.redis = nil",
        "for k, v in pairs(_G) do if type(v) == 'table' then pcall(rawset, v, 'evil', 1) pcall(setmetatable, v, {}) end end return 1",
        "setmetatable(redis, {})",
        "table.insert(redis, 1)",
        "table.sort(redis)",
        "_ENV = {}",
        "local _ENV = {} x = 1",
        "__cs_call = nil",
        "__cs_text = nil",
        "return loadstring('\\27Lua')",
        "return load(function() local s = '\\27Lua' return (function() s = nil end)() end)",
        "string.dump(function() end)",
        "redis.call('eval', 'return 1', 0)",
        "redis.call({})",
        "redis.call(nil)",
        "redis.call(setmetatable({}, {__tostring = function() return 'ping' end}))",
        "return redis.call(unpack({}, 1, 5000))",
        // strange results
        "local t = {} t[1] = t return t",
        "local t = {map = {}} t.map.x = t return t",
        "return setmetatable({1, 2, 3}, {__index = function() error('x') end, __len = function() error('y') end})",
        "return {[1.5] = 1, [2^60] = 2, [-1] = 3}",
        "return {err = string.rep('x', 100000)}",
        "return {ok = 'a\\r\\n+b'}",
        "return {map = {[{}] = {}, [function() end] = 1}}",
        "return coroutine.running()",
    ];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_hostile_script_ends_in_a_reply_and_nothing_else(string script)
    {
        _ = _client.Ask("EVAL", script, "0");

        Assert.Equal("PONG", _client.Ask("PING").Line());
        Assert.Equal("aaafunctionok", _client.Ask("EVAL", "return string.rep('a', 3) .. type(redis.call) .. (rawget(_G, 'evil') and 'evil' or 'ok')", "0").Line());
        Assert.False(_server.HasExited, _server.Said);
    }

    public static TheoryData<string> EndlessScripts =>
    [
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "while true do xpcall(function() error(1) end, function() while true do end end) end",
        "xpcall(function() while true do end end, function() while true do end end)",
        "local co = coroutine.wrap(function() while true do end end) co()",
        "while true do redis.call('PING') end",
        "repeat local s = string.rep('x', 100) until false",
        "for i = 1, 1e18 do end",
        "loadstring('while true do end')()",
        "local function f() return f() end return f()",
        "table.sort({3, 2, 1, 5, 4}, function() while true do end end)",
        "string.gsub('aaa', 'a', function() while true do end end)",
        "return setmetatable({}, {__index = function() while true do end end}).x",
        "return tostring(setmetatable({}, {__tostring = function() while true do end end}))",
        "coroutine.wrap(function() coroutine.wrap(function() while true do pcall(coroutine.yield) end end)() while true do end end)()",
    ];

    [Theory]
    [MemberData(nameof(EndlessScripts))]
    public async Task An_endless_script_leaves_others_an_answer_and_can_be_killed(string script)
    {
        using RespConnection other = _server.Connect();
        Assert.Equal("PONG", other.Ask("PING").Line());
        Task<RespValue> run = Task.Run(() => _client.Ask("EVAL", script, "0"));

        Eventually.True(() => other.Ask("GET", "key").Line().StartsWith("BUSY ", StringComparison.Ordinal), "others hear that the server is busy");
        using (RespConnection newcomer = _server.Connect())
            Assert.StartsWith("BUSY ", newcomer.Ask("PING").Line(), StringComparison.Ordinal);
        Assert.Equal("OK", other.Ask("SCRIPT", "KILL").Line());

        RespValue reply = await run.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Contains("Script killed by user", reply.Line(), StringComparison.Ordinal);
        Assert.Equal("PONG", other.Ask("PING").Line());
        Assert.Equal("7", _client.Ask("EVAL", "return 7", "0").Line());
        Assert.StartsWith("NOTBUSY", other.Ask("SCRIPT", "KILL").Line(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_script_that_has_written_can_only_be_ended_with_the_server()
    {
        using var target = new Target();
        using RespConnection client = target.Server.Connect();
        using RespConnection other = target.Server.Connect();
        Assert.Equal("PONG", other.Ask("PING").Line());
        client.SendCommand([.. new[] { "EVAL", "redis.call('SET', KEYS[1], '1') while true do end", "1", "key" }.Select(System.Text.Encoding.ASCII.GetBytes)]);

        Eventually.True(() => other.Ask("PING").Line().StartsWith("BUSY ", StringComparison.Ordinal), "others hear that the server is busy");
        Assert.StartsWith("UNKILLABLE", other.Ask("SCRIPT", "KILL").Line(), StringComparison.Ordinal);
        Assert.StartsWith("BUSY ", other.Ask("GET", "key").Line(), StringComparison.Ordinal);
        other.Send("SHUTDOWN NOSAVE\r\n");
        Eventually.True(() => target.Server.HasExited, "the server ends");
    }

    public void Dispose() => _client.Dispose();

    /// <summary>The server that bears it all: one for all scripts, so that what one leaves behind the next would find.</summary>
    public sealed class Target : IDisposable
    {
        public Target()
        {
            int port = Ports.Free();
            Server = ServerProcess.LaunchOurs(["-port", $"{port}", "--plugins.scripting.memory_limit", "64mb", "--busy-reply-threshold", "200"], port);
            Eventually.True(
                () => Server.HasExited || Server.Output.Contains("Ready to accept connections", StringComparison.Ordinal), "the server is ready");
        }

        internal ServerProcess Server { get; }

        public void Dispose() => Server.Dispose();
    }
}
