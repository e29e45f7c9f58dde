using System.Net;
using System.Security.Cryptography;
using System.Text;
using LocalRag.Retrieval;
using LocalRag.Watching;

namespace LocalRag.Web.Tests.Following;

/// <summary>The server follows folders and takes pushes.</summary>
public sealed class FollowingTests
{
    private const string Secret = "a secret of the tests";
    private const string Push = """{"ref":"refs/heads/main","after":"1111111111111111111111111111111111111111","repository":{"clone_url":"https://git.example.org/team/shop.git"}}""";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_saved_is_in_the_index_although_nobody_searches()
    {
        using var home = new TemporaryHome();
        home.Write("a.md", "# Walrus\n\nIt swims.\n");
        await home.IndexAsync();
        await using var server = await RunningServer.StartAsync(home, "--Watch", "true");
        home.Write("b.md", "# Ocelot\n\nIt hunts at night.\n");
        // One that takes nothing in by itself sees only what the server took in.
        using var reader = KnowledgeBase.Open(new KnowledgeBaseOptions { Home = home.Home, Freshness = new FreshnessOptions { UpdateBudget = TimeSpan.Zero, CheckInterval = TimeSpan.Zero } });
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        late.CancelAfter(TimeSpan.FromMinutes(1));
        while ((await reader.SearchAsync(new SearchQuery("ocelot"), late.Token)).Hits.All(hit => hit.Path != "b.md")) await Task.Yield();
    }

    [Fact]
    public async Task A_push_is_taken_with_its_signature_alone()
    {
        using var home = new TemporaryHome();
        await using var server = await RunningServer.StartAsync(home, "--Push:Secret", Secret, "--Push:MaxBodyBytes", "2048");
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(Push)));
        Assert.Equal(HttpStatusCode.Accepted, await SendAsync(server, Push, signature));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, Push + " ", signature));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(server, Push, "00"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SendAsync(server, Push + new string(' ', 2048), signature));
    }

    [Fact]
    public async Task Without_a_secret_there_is_no_such_address_and_a_short_one_is_refused()
    {
        using var home = new TemporaryHome();
        await using var server = await RunningServer.StartAsync(home);
        // The pages answer at every address, but take no POST.
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await SendAsync(server, Push, "00"));
        Assert.Contains("Push:Secret", Assert.Throws<KnowledgeBaseException>(() => Program.Build(["--port", "0", "--Home", home.Home, "--Push:Secret", "short"])).Message, StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> SendAsync(RunningServer server, string body, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("hooks/push", UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-GitHub-Event", "push");
        request.Headers.Add("X-Hub-Signature-256", $"sha256={signature}");
        using var response = await server.Client.SendAsync(request, Cancelled);
        return response.StatusCode;
    }
}
