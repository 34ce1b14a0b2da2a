using System.Runtime.CompilerServices;
using CacheStorm;

// The classes with commands, and the interceptor of CLIENT PAUSE, are found by scanning: nothing else to set up.
[assembly: CacheStormPlugin("connection", "1.0.0",
    Description = "The commands of a connection: PING, HELLO, AUTH, SELECT, CLIENT, and COMMAND, by which clients learn what there is.")]
[assembly: InternalsVisibleTo("CacheStorm.UnitTests")]
