using System.Text.RegularExpressions;

namespace LocalRag.Web.Tests.Deployment;

/// <summary>Holds the Dockerfile and the compose file to what they promise: a user without rights, no port but loopback, repositories that cannot be written to.</summary>
public sealed partial class ContainerFilesTests
{
    private static readonly string Root = FindRoot();
    private static readonly string[] Compose = File.ReadAllLines(Path.Combine(Root, "docker-compose.yml"));
    private static readonly string[] Dockerfile = File.ReadAllLines(Path.Combine(Root, "Dockerfile"));

    [Fact]
    public void Every_port_is_published_on_loopback_alone()
    {
        var ports = Below("ports:");
        Assert.NotEmpty(ports);
        Assert.All(ports, port => Assert.StartsWith("\"127.0.0.1:", port, StringComparison.Ordinal));
    }

    [Fact]
    public void Repositories_are_mounted_to_be_read_and_indexes_lie_in_a_volume()
    {
        var volumes = Below("volumes:");
        Assert.Contains(volumes, volume => volume.Contains(":/repositories:ro", StringComparison.Ordinal));
        var kept = volumes.Single(volume => !volume.Contains(":ro", StringComparison.Ordinal));
        Assert.Equal("indexes:/data", kept);
        Assert.Contains("volumes:", Compose);
        Assert.Contains("  indexes:", Compose);
        Assert.Contains("LOCALRAG_HOME=/data", Dockerfile.Single(line => line.StartsWith("ENV ", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_container_can_change_nothing_but_its_data()
    {
        Assert.Contains("    read_only: true", Compose);
        Assert.Equal(["ALL"], Below("cap_drop:"));
        Assert.Equal(["no-new-privileges:true"], Below("security_opt:"));
        Assert.Contains("      LOCALRAG_OFFLINE: \"1\"", Compose);
        var user = Array.FindIndex(Dockerfile, line => line == "USER $APP_UID");
        Assert.True(user > Array.FindLastIndex(Dockerfile, line => line.StartsWith("RUN ", StringComparison.Ordinal)) && user < Array.FindIndex(Dockerfile, line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal)), "The last user must be the one without rights.");
    }

    /// <summary>The entry point's own arguments start a server, on another port and folder, that the health check finds healthy.</summary>
    [Fact]
    public async Task The_entry_points_arguments_start_a_server_that_passes_the_health_check()
    {
        var entry = Words(Dockerfile.Single(line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal)));
        Assert.Equal(["dotnet", "/app/LocalRag.Web.dll"], entry.Take(2));
        using var home = new TemporaryHome();
        // Options that are given twice count the last time.
        await using var server = await RunningServer.StartAsync(home, [.. entry.Skip(2).Select(word => word.Replace(":5210", ":0", StringComparison.Ordinal))]);
        var check = new Uri(Words(Dockerfile.Single(line => line.StartsWith("HEALTHCHECK", StringComparison.Ordinal)))[^1]);
        Assert.Equal(("127.0.0.1", 5210), (check.Host, check.Port));
        using var answer = await server.Client.GetAsync(new Uri(check.AbsolutePath, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
    }

    /// <summary>The items of a list in the compose file, wherever it stands.</summary>
    private static List<string> Below(string key)
    {
        var at = Array.FindIndex(Compose, line => line.Trim() == key);
        Assert.True(at >= 0, $"{key} is missing.");
        return [.. Compose.Skip(at + 1).TakeWhile(line => line.TrimStart().StartsWith("- ", StringComparison.Ordinal)).Select(line => line.Trim()[2..])];
    }

    private static string[] Words(string instruction) => [.. Quoted().Matches(instruction).Select(match => match.Groups[1].Value)];

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LocalRag.sln"))) return folder.FullName;
        throw new InvalidOperationException("These tests run from the checkout that they were built in.");
    }

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex Quoted();
}
