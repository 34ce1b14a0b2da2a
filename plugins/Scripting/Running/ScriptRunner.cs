using CacheStorm.Plugins.Scripting.Functions;
using CacheStorm.Plugins.Scripting.Lua;
using CacheStorm.Plugins.Scripting.Rewriting;
using CacheStorm.Plugins.Scripting.Scripts;

namespace CacheStorm.Plugins.Scripting.Running;

/// <summary>
/// Runs scripts: each thread has a Lua state of its own, made for its first script, so no lock is taken. A state that was left with much
/// memory, or ended in a bad way, is thrown away.
/// </summary>
internal sealed class ScriptRunner(ScriptCache scripts, LuaHost host, ScriptingSettings settings, ICommandTable commands, IServerControl server, RunningScripts running,
    MachineWatch watch)
{
    private const long KeptBytes = 32 << 20;

    private int _forgotten;

    [ThreadStatic]
    private static Slot? t_slot;

    /// <summary>Runs a script for a call.</summary>
    /// <param name="context">The call.</param>
    /// <param name="script">The script.</param>
    /// <param name="firstKey">The argument of the first key.</param>
    /// <param name="keyCount">How many keys are declared.</param>
    /// <param name="isReadOnly">Whether it may not write.</param>
    public void Run(CommandContext context, Script script, int firstKey, int keyCount, bool isReadOnly)
    {
        if (!script.Has(ScriptFlags.Compatible) && !MayStart(context, script, isReadOnly))
            return;

        // A script's first run shows which keys it touches; until then, and when they were not the declared ones, it runs alone.
        bool isAlone = context.IsExclusive;
        if (script.Reach != KeyReach.Declared && !isAlone && !context.IsNested && !context.EnsureExclusive())
            return;

        context.Announce();
        Slot slot = SlotOfThread();
        ScriptRun run = slot.Run;
        LuaMachine machine = slot.Machine!;
        run.Begin(context, script, firstKey, keyCount, isReadOnly);
        Unwinding ended;
        try
        {
            ended = machine.Run(run);
        }
        catch
        {
            slot.Discard();
            throw;
        }
        finally
        {
            if (run.ReachedBeyond)
                script.Learn(KeyReach.Beyond);
            else if (isAlone)
                script.Learn(KeyReach.Declared);
            run.End();
        }
        if (ended == Unwinding.RunAlone)
            context.EnsureExclusive();
        if (ended is Unwinding.OutOfMemory or Unwinding.Killed or Unwinding.LoadTimedOut || machine.UsedBytes > machine.BaseBytes + KeptBytes)
            slot.Discard();
    }

    /// <summary>Compiles a script, to see whether it can be.</summary>
    public bool TryCompile(Script script, out byte[]? problem) => SlotOfThread().Machine!.TryCompile(script, out problem);

    /// <summary>Runs the code of a library of functions to see what it registers.</summary>
    /// <exception cref="FunctionException">It failed.</exception>
    public FunctionLibrary LoadLibrary(byte[] name, byte[] source, RewrittenScript body)
    {
        Slot slot = SlotOfThread();
        LuaMachine machine = slot.Machine!;
        try
        {
            return machine.LoadLibrary(name, source, body);
        }
        finally
        {
            if (machine.Unwinding != Unwinding.None || machine.UsedBytes > machine.BaseBytes + KeptBytes)
                slot.Discard();
        }
    }

    /// <summary>A library of functions is gone: states that have run its code forget it.</summary>
    public void ForgetLibraries() => Interlocked.Increment(ref _forgotten);

    /// <summary>What the first line of a script demands before it may run.</summary>
    private static bool MayStart(CommandContext context, Script script, bool isReadOnly)
    {
        if (isReadOnly && !script.Has(ScriptFlags.NoWrites))
            context.Reply.Error(ScriptErrors.WritingScript);
        else if (context.IsOutOfMemory && !script.Has(ScriptFlags.AllowOom) && !script.Has(ScriptFlags.NoWrites))
            context.Reply.Error(Errors.OutOfMemory);
        else
            return true;
        return false;
    }

    private Slot SlotOfThread()
    {
        Slot slot = t_slot ?? (t_slot = new Slot());
        if (slot.Owner != this)
        {
            slot.Discard();
            slot.Owner = this;
            slot.Run = new ScriptRun(commands, server, running, settings);
        }
        int generation = scripts.Generation + Volatile.Read(ref _forgotten);
        if (slot.Machine is { } machine && machine.IsOutdated(generation))
            slot.Discard();
        slot.Machine ??= watch.Add(new LuaMachine(host, settings.MemoryLimit));
        slot.Machine.Generation = generation;
        return slot;
    }

    private sealed class Slot
    {
        public ScriptRunner? Owner;
        public ScriptRun Run = null!;
        public LuaMachine? Machine;

        public void Discard()
        {
            Machine?.Dispose();
            Machine = null;
        }
    }
}
