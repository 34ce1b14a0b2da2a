using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Differential;

/// <summary>Runs one scenario on both servers, step by step in lockstep, and collects every difference.</summary>
internal sealed class ScenarioRun : IDisposable
{
    private readonly Scenario _scenario;
    private readonly int _protocol;
    private readonly Side? _oracle;
    private readonly Side _ours;
    private readonly StringBuilder _differences = new();

    public ScenarioRun(Scenario scenario, int protocol, ServerProcess? oracle, ServerProcess ours)
    {
        _scenario = scenario;
        _protocol = protocol;
        _oracle = oracle is null ? null : new Side(oracle, protocol);
        _ours = new Side(ours, protocol);
    }

    /// <summary>Empty when both servers agree.</summary>
    public string Differences => _differences.ToString();

    public void Execute()
    {
        try
        {
            if (!TryFlush(_oracle) || !TryFlush(_ours))
                return;
            foreach (Step step in _scenario.Steps)
            {
                if (step.Act != Act.Finally && !TryExecute(step))
                    return;
            }
            ReportUnread();
        }
        finally
        {
            foreach (Step step in _scenario.Steps.Where(step => step.Act == Act.Finally))
                CleanUp(step);
        }
    }

    public void Dispose()
    {
        _oracle?.Dispose();
        _ours.Dispose();
    }

    private bool TryExecute(Step step)
    {
        try
        {
            Execute(step);
            return true;
        }
        catch (Exception error) when (error is IOException or SocketException or InvalidDataException)
        {
            Report(step, $"{error.GetType().Name}: {error.Message}"
                + (_ours.Server.HasExited ? $"\n{_ours.Server.Said}" : ""));
            return false;
        }
    }

    private void Execute(Step step)
    {
        Side? oracle = step.Stated is not null && step.Act != Act.Until ? null : _oracle;
        switch (step.Act)
        {
            case Act.Send:
                oracle?.Send(step);
                _ours.Send(step);
                break;
            case Act.ExpectClosed:
                ExpectClosed(step, oracle);
                ExpectClosed(step, _ours);
                break;
            case Act.Until:
                Until(step, oracle);
                Until(step, _ours);
                break;
            case Act.Capture:
                oracle?.Capture(step, oracle.Call(step));
                _ours.Capture(step, _ours.Call(step));
                break;
            case Act.Read:
                Compare(step, Ask("redis-server", () => oracle?.Connection(step.Connection).ReadReply()),
                    Ask("ours", () => _ours.Connection(step.Connection).ReadReply())!);
                break;
            default:
                Compare(step, Ask("redis-server", () => oracle?.Call(step)), Ask("ours", () => _ours.Call(step))!);
                break;
        }
    }

    private static byte[]? Ask(string who, Func<byte[]?> call)
    {
        try
        {
            return call();
        }
        catch (IOException error)
        {
            throw new IOException($"{who}: {error.Message}", error);
        }
    }

    private void Compare(Step step, byte[]? expected, byte[] actual)
    {
        expected ??= step.Stated is null ? null : StatedReply.ToBytes(step.Stated, _protocol);
        if (expected is null)
        {
            // A line of a scenario of ours that states no reply only prepares: it must succeed.
            if (actual[0] == '-')
                Report(step, $"ours answers an error: {RespFormat.Escape(actual)}");
        }
        else if (!ReplyComparison.Same(expected, actual, step.Tolerance, step.Parameter))
        {
            string missing = step.Tolerance is Tolerance.Names or Tolerance.Keys or Tolerance.Help
                ? $"\n      missing:  {string.Join(' ', ReplyComparison.Missing(expected, actual, step.Tolerance))}" : "";
            Report(step, $"expected: {RespFormat.Escape(expected)}\n      actual:   {RespFormat.Escape(actual)}{missing}");
        }
    }

    private void Until(Step step, Side? side)
    {
        if (side is null)
            return;
        byte[] last = [];
        Func<bool> isWanted;
        if (step.Stated is ['/', .., '/'])
        {
            var wanted = new Regex(step.Stated[1..^1]);
            isWanted = () => wanted.IsMatch(RespFormat.Escape(last = side.Call(step)));
        }
        else
        {
            byte[] wanted = StatedReply.ToBytes(step.Stated!, _protocol);
            isWanted = () => (last = side.Call(step)).AsSpan().SequenceEqual(wanted);
        }
        if (!Eventually.Happens(isWanted, RespConnection.ReplyTimeout))
            Report(step, $"{side.Server.Name} goes on answering {RespFormat.Escape(last)}");
    }

    private void ExpectClosed(Step step, Side? side)
    {
        if (side is not null && !side.Connection(step.Connection).IsClosedByServer())
            Report(step, $"{side.Server.Name} leaves the connection open");
    }

    private void ReportUnread()
    {
        int[] expected = [.. _oracle?.Unread ?? []];
        int[] actual = [.. _ours.Unread];
        if (_oracle is not null && !expected.SequenceEqual(actual))
        {
            _differences.Append($"    at the end: connections with unread replies: redis-server [{string.Join(' ', expected)}], "
                + $"ours [{string.Join(' ', actual)}]\n");
        }
    }

    private void Report(Step step, string what) => _differences.Append($"  line {step.Line}: {step.Text}\n      {what}\n");

    private bool TryFlush(Side? side)
    {
        if (side is null)
            return true;
        try
        {
            using RespConnection connection = side.Server.Connect();
            byte[] reply = connection.Call("FLUSHALL");
            if (reply[0] == '+')
                return true;
            _differences.Append($"  before the first line: {side.Server.Name} answers FLUSHALL with {RespFormat.Escape(reply)}\n");
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            _differences.Append($"  before the first line: {side.Server.Name} doesn't answer FLUSHALL: {error.Message}\n");
        }
        return false;
    }

    /// <summary>On a fresh connection, for the scenario may have left its own in any state.</summary>
    private void CleanUp(Step step)
    {
        foreach (Side? side in (Side?[])[_oracle, _ours])
        {
            if (side is null || side.Server.HasExited)
                continue;
            try
            {
                using RespConnection connection = side.Server.Connect();
                connection.Call([.. step.Arguments.Select(argument => argument.Bytes)]);
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                Report(step, $"{side.Server.Name}: {error.Message}");
            }
        }
    }
}
