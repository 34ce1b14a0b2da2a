namespace CacheStorm.Host.Network;

/// <summary>A way to serve the clients of some listeners.</summary>
internal interface ITransport
{
    /// <summary>Begins to accept clients.</summary>
    void Start();

    /// <summary>Accepts nobody any more and frees the addresses.</summary>
    Task StopAcceptingAsync();

    /// <summary>Closes every connection as soon as what it is owed has been sent.</summary>
    void Drain();

    /// <summary>Closes what is left and ends the threads.</summary>
    void Stop();
}
