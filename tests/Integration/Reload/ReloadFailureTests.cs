using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using CacheStorm.IntegrationTests.Contract;
using CacheStorm.IntegrationTests.Harness;

namespace CacheStorm.IntegrationTests.Reload;

/// <summary>Builds that can't take the place of the one that runs: it goes on, and one line says which plugin, why, and what helps.</summary>
public sealed class ReloadFailureTests
{
    [Theory]
    [InlineData("Throwing", "no luck with this build", "mend it")]
    [InlineData("Needy", "needs plugin test.absent, which is not there", "add it")]
    [InlineData("Colliding", "command GET of plugin test.reload is taken by plugin strings", "disable one of them")]
    [InlineData("Unreadable", "can't read a value of its type basket", "mend its TryRead")]
    [InlineData("Hanging", "did not start within 10 s", "see its log lines")]
    public void The_old_build_goes_on(string build, string cause, string cure)
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect(), other = server.Connect();
        client.Do("RELOAD.PUT", "basket", "item");
        client.Do("RELOAD.TALLY");

        server.Put(build);
        client.Issue("PLUGIN", "RELOAD", ReloadServer.Id);
        Assert.Equal("1", other.Do("RELOAD.VERSION"));
        RespValue answer = RespValue.Parse(Await(client));

        Assert.True(answer.IsError);
        Assert.StartsWith("ERR plugin test.reload goes on as it is: ", answer.Text, StringComparison.Ordinal);
        Assert.Contains(cause, answer.Text);
        Assert.Contains(cure, answer.Text);
        Assert.Contains(cause, server.Info(client, "reload-error"));
        Assert.Equal("running", server.Info(client, "state"));
        Assert.Equal("1.0.0", server.Info(client, "version"));
        Assert.Equal("1", client.Do("RELOAD.VERSION"));
        Assert.Equal("item", client.Do("RELOAD.ITEMS", "basket"));
        Assert.Equal("2", client.Do("RELOAD.TALLY"));
        Eventually.True(() => server.Process.Output.Contains("goes on as it is", StringComparison.Ordinal), "the log says so");

        // And a good build takes its place afterwards.
        server.Put("Second");
        Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", ReloadServer.Id));
        Assert.Equal("2", client.Do("RELOAD.VERSION"));
        Assert.Equal("item", client.Do("RELOAD.ITEMS", "basket"));
    }

    [Fact]
    public void A_build_for_a_contract_to_come_is_refused()
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect();
        server.Put("Second");
        AskForContract(server.PluginFile, 7);

        string answer = client.Do("PLUGIN", "RELOAD", ReloadServer.Id);
        Assert.Contains("goes on as it is: it was built for contract 7.", answer);
        Assert.Contains("update the server", answer);
        Assert.Equal("1", client.Do("RELOAD.VERSION"));
    }

    /// <summary>Writes another major version into an assembly's reference to the contract.</summary>
    private static void AskForContract(string file, byte major)
    {
        byte[] bytes = File.ReadAllBytes(file);
        using (var image = new PEReader(new MemoryStream(bytes)))
        {
            MetadataReader metadata = image.GetMetadataReader();
            AssemblyReferenceHandle contract = metadata.AssemblyReferences.Single(
                handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name) == "CacheStorm.Abstractions");
            int row = metadata.GetTableMetadataOffset(TableIndex.AssemblyRef)
                + (MetadataTokens.GetRowNumber(contract) - 1) * metadata.GetTableRowSize(TableIndex.AssemblyRef);
            bytes[image.PEHeaders.MetadataStartOffset + row] = major;
        }

        File.WriteAllBytes(file, bytes);
    }

    [Fact]
    public void A_file_that_is_cut_off_or_gone_changes_nothing()
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect();
        byte[] whole = File.ReadAllBytes(server.PluginFile);
        File.WriteAllBytes(server.PluginFile, whole.AsSpan(0, whole.Length / 2));
        Assert.StartsWith("ERR plugin test.reload goes on as it is: ", client.Do("PLUGIN", "RELOAD", ReloadServer.Id), StringComparison.Ordinal);
        Assert.Equal("1", client.Do("RELOAD.VERSION"));

        File.Delete(server.PluginFile);
        Assert.Contains("does not exist", client.Do("PLUGIN", "RELOAD", ReloadServer.Id));
        Assert.Equal("1", client.Do("RELOAD.VERSION"));
    }

    [Fact]
    public void A_handler_that_throws_costs_its_caller_an_error_and_one_that_does_not_come_back_puts_the_reload_off()
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect(), spinning = server.Connect();
        Assert.StartsWith("ERR", client.Do("RELOAD.THROW"), StringComparison.Ordinal);
        Assert.Equal("1", server.Info(client, "faults"));

        // Two I/O threads; the other one serves on, if the two clients happen to be on different ones.
        spinning.Issue("RELOAD.SPIN", "6000");
        string answer = client.Do("PLUGIN", "RELOAD", ReloadServer.Id);
        if (answer != "OK")
            Assert.Contains("a command runs for more than 2 s", answer);
        Assert.Equal("OK", RespValue.Parse(Await(spinning)).Text);
        Assert.Equal("PONG", client.Do("PING"));
        Assert.Equal("OK", client.Do("PLUGIN", "RELOAD", ReloadServer.Id));
    }

    [Fact]
    public void What_was_not_loaded_for_it_or_is_needed_or_is_not_there_is_refused()
    {
        using var server = new ReloadServer();
        using RespConnection client = server.Connect();
        Assert.Contains("there is no running plugin of this id", client.Do("PLUGIN", "RELOAD", "nosuch"));
        Assert.Contains("there is no running plugin of this id", client.Do("PLUGIN", "UNLOAD", "nosuch"));

        client.Do("MULTI");
        client.Do("PLUGIN", "RELOAD", "strings");
        Assert.Contains("inside a transaction", client.Do("EXEC"));

        using ServerProcess plain = ServerProcess.StartOurs();
        using RespConnection other = plain.Connect();
        Assert.Contains("\"reload\": true", other.Do("PLUGIN", "RELOAD", "strings"));
        Assert.Contains("\"reload\": true", other.Do("PLUGIN", "UNLOAD", "strings"));
        Assert.StartsWith("ERR PLUGIN LOAD is not allowed", other.Do("PLUGIN", "LOAD", "x"), StringComparison.Ordinal);
        Assert.StartsWith("ERR MODULE command not allowed", other.Do("MODULE", "LOAD", "x"), StringComparison.Ordinal);
        Assert.StartsWith("ERR MODULE command not allowed", other.Do("MODULE", "UNLOAD", "x"), StringComparison.Ordinal);
    }

    /// <summary>A reply that may take longer than others.</summary>
    private static byte[] Await(RespConnection client)
    {
        for (int round = 0; ; round++)
        {
            if (client.HasUnreadBytes || round == 300)
                return client.ReadReply();
            Thread.Sleep(50);
        }
    }
}
