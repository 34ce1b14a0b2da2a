namespace CacheStorm;

/// <summary>
/// Makes a method a command. The method is public or internal, takes one <see cref="CommandContext"/> and returns nothing.
/// All that the server knows about the command stands here: routing, locking, COMMAND, ACL categories and docs are derived.
/// </summary>
/// <param name="name">The name in upper case; a subcommand is written <c>CONTAINER|NAME</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class CommandAttribute(string name) : Attribute
{
    /// <summary>The name in upper case; <c>CONTAINER|NAME</c> for a subcommand.</summary>
    public string Name { get; } = name;
    /// <summary>The number of arguments, the command's name (and the container's) included; negative: at least that many.</summary>
    public int Arity { get; set; }
    /// <summary>What the command does and where it may run.</summary>
    public CommandFlags Flags { get; set; }
    /// <summary>How the handler is kept apart from others.</summary>
    public CommandLocking Locking { get; set; }
    /// <summary>ACL categories beyond those that follow from the flags and the group.</summary>
    public AclCategory Acl { get; set; }
    /// <summary>Redis' group name, as <c>string</c> or <c>generic</c>; decides the ACL category of a type's commands.</summary>
    public string Group { get; set; } = "module";
    /// <summary>One sentence: what the command does.</summary>
    public string Summary { get; set; } = "";
    /// <summary>The version of Redis, or of the plugin, that brought the command.</summary>
    public string Since { get; set; } = "1.0.0";
    /// <summary>Its cost, as <c>O(1)</c>.</summary>
    public string Complexity { get; set; } = "";
    /// <summary>Redis' command tips, separated by blanks, as <c>nondeterministic_output request_policy:all_shards</c>.</summary>
    public string Tips { get; set; } = "";
    /// <summary>The version since which the command is deprecated; empty when it is not.</summary>
    public string DeprecatedSince { get; set; } = "";
    /// <summary>What to use in place of a deprecated command.</summary>
    public string ReplacedBy { get; set; } = "";
    /// <summary>
    /// For a container with a handler of its own: calls whose first argument names no subcommand are the handler's, too, as
    /// <c>HOTKEYS 5</c> beside <c>HOTKEYS GET</c>. Else they are refused as an unknown subcommand.
    /// </summary>
    public bool TakesOtherArguments { get; set; }
    /// <summary>Documented as a part of the system, not for users.</summary>
    public bool SystemCommand { get; set; }
    /// <summary>
    /// The arguments after the name, in the small language that <see cref="CommandInfo.Arguments"/> describes:
    /// <c>key:key#0 value:string condition=(nx!NX | xx!XX)? expiration=(seconds:integer@EX | keepttl!KEEPTTL)?</c>.
    /// </summary>
    public string Arguments { get; set; } = "";
}

/// <summary>Declares a command that only holds subcommands, as CLIENT or CONFIG. Stands at the class of (some of) its subcommands.</summary>
/// <param name="name">The container's name in upper case.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class CommandContainerAttribute(string name) : Attribute
{
    /// <summary>The container's name in upper case.</summary>
    public string Name { get; } = name;
    /// <summary>The arity that COMMAND reports; -2 as for all of Redis' containers.</summary>
    public int Arity { get; set; } = -2;
    /// <summary>The flags that COMMAND reports for the container itself.</summary>
    public CommandFlags Flags { get; set; }
    /// <summary>ACL categories beyond those that follow from flags and group.</summary>
    public AclCategory Acl { get; set; }
    /// <summary>Redis' group name.</summary>
    public string Group { get; set; } = "module";
    /// <summary>One sentence: what the family is for.</summary>
    public string Summary { get; set; } = "";
    /// <summary>The version that brought it.</summary>
    public string Since { get; set; } = "1.0.0";
    /// <summary>Its cost, as Redis states it for a container.</summary>
    public string Complexity { get; set; } = "Depends on subcommand.";
}

/// <summary>One line of a command's history, for COMMAND DOCS.</summary>
/// <param name="version">The version that brought the change.</param>
/// <param name="change">What changed.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class CommandHistoryAttribute(string version, string change) : Attribute
{
    /// <summary>The version that brought the change.</summary>
    public string Version { get; } = version;
    /// <summary>What changed.</summary>
    public string Change { get; } = change;
    /// <summary>The command that the line belongs to, when the method carries several; empty: all of them.</summary>
    public string Command { get; set; } = "";
}
