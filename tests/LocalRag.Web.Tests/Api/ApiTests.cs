using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LocalRag.Web.Tests.Api;

public sealed class ApiTests
{
    private const string Policy = "# Borrowing\n\nA member may borrow twelve books at once. The limit of borrowed books is reset each spring.\n";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_search_finds_lines_and_refuses_what_is_wrong_in_words()
    {
        using var home = new TemporaryHome();
        home.Write("policy.md", Policy);
        await home.IndexAsync();
        await using var server = await RunningServer.StartAsync(home);
        var result = await server.Client.GetFromJsonAsync<JsonElement>("api/search?q=how%20many%20books%20may%20a%20member%20borrow&explain=true", Cancelled);
        var hit = result.GetProperty("hits")[0];
        Assert.Equal("policy.md", hit.GetProperty("path").GetString());
        Assert.Equal(1, hit.GetProperty("startLine").GetInt32());
        Assert.NotEqual(0, hit.GetProperty("explain").GetArrayLength());
        Assert.Equal(0, result.GetProperty("freshness").GetProperty("changedFiles").GetInt32());

        foreach (var wrong in (string[])["api/search?q=", "api/search?q=x&n=0", "api/search?q=x&lang=klingon", "api/search?q=x&source=nowhere"])
        {
            using var response = await server.Client.GetAsync(new Uri(wrong, UriKind.Relative), Cancelled);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        }
    }

    [Fact]
    public async Task An_answer_comes_as_events_that_begin_with_sources_and_end_with_the_whole()
    {
        using var home = new TemporaryHome();
        home.Write("policy.md", Policy);
        await home.IndexAsync();
        await using var server = await RunningServer.StartAsync(home);
        using var response = await server.Client.PostAsJsonAsync("api/ask", new { question = "How many books may a member borrow?" }, Cancelled);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var events = (await response.Content.ReadAsStringAsync(Cancelled)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("event: sources", events[0], StringComparison.Ordinal);
        Assert.StartsWith("event: answer", events[^1], StringComparison.Ordinal);
        var answer = JsonDocument.Parse(events[^1].Split('\n')[1]["data: ".Length..]).RootElement;
        Assert.Contains("twelve books", answer.GetProperty("answer").GetString(), StringComparison.Ordinal);
        Assert.Equal("policy.md", answer.GetProperty("citations")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Without_an_index_a_question_ends_with_an_error_event_that_names_the_remedy_and_no_folder()
    {
        using var home = new TemporaryHome();
        await using var server = await RunningServer.StartAsync(home);
        using var response = await server.Client.PostAsJsonAsync("api/ask", new { question = "Anything?" }, Cancelled);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.StartsWith("event: error", text, StringComparison.Ordinal);
        Assert.DoesNotContain(home.Home, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_is_added_watched_and_removed()
    {
        using var home = new TemporaryHome();
        home.Write("policy.md", Policy);
        await using var server = await RunningServer.StartAsync(home);
        using (var refused = await server.Client.PostAsJsonAsync("api/sources", new { path = Path.Combine(home.Source, "nowhere") }, Cancelled)) Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        using (var relative = await server.Client.PostAsJsonAsync("api/sources", new { path = "notes" }, Cancelled)) Assert.Equal(HttpStatusCode.BadRequest, relative.StatusCode);
        using (var added = await server.Client.PostAsJsonAsync("api/sources", new { path = home.Source }, Cancelled)) Assert.Equal(HttpStatusCode.Accepted, added.StatusCode);

        JsonElement status;
        do
        {
            status = await server.Client.GetFromJsonAsync<JsonElement>("api/status", Cancelled);
        }
        while (status.GetProperty("runs")[0].GetProperty("state").GetString() is "waiting" or "running" || status.GetProperty("sources").GetArrayLength() == 0);
        Assert.Equal("notes", status.GetProperty("sources")[0].GetProperty("name").GetString());

        using (var removed = await server.Client.DeleteAsync(new Uri("api/sources/notes", UriKind.Relative), Cancelled)) Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using (var again = await server.Client.DeleteAsync(new Uri("api/sources/notes", UriKind.Relative), Cancelled)) Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task A_browser_needs_an_antiforgery_token_to_change_anything()
    {
        using var home = new TemporaryHome();
        home.Write("policy.md", Policy);
        await using var server = await RunningServer.StartAsync(home);
        var origin = $"http://127.0.0.1:{server.Port}";
        using var bare = new HttpRequestMessage(HttpMethod.Post, "api/sources") { Content = JsonContent.Create(new { path = home.Source }) };
        bare.Headers.Add("Origin", origin);
        using (var response = await server.Client.SendAsync(bare, Cancelled)) Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);

        using var tokens = await server.Client.GetAsync(new Uri("api/antiforgery", UriKind.Relative), Cancelled);
        var token = (await tokens.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("token").GetString();
        using var full = new HttpRequestMessage(HttpMethod.Post, "api/sources") { Content = JsonContent.Create(new { path = home.Source }) };
        full.Headers.Add("Origin", origin);
        full.Headers.Add("Cookie", tokens.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        full.Headers.Add("RequestVerificationToken", token);
        using (var response = await server.Client.SendAsync(full, Cancelled)) Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Theory]
    [InlineData("../secret.txt")]
    [InlineData("/etc/passwd")]
    [InlineData("..%2f..%2fetc%2fpasswd")]
    [InlineData("policy.md%00")]
    public async Task A_path_that_the_source_does_not_list_opens_nothing(string path)
    {
        using var home = new TemporaryHome();
        home.Write("policy.md", Policy);
        File.WriteAllText(Path.Combine(home.Source, "..", "secret.txt"), "secret");
        await home.IndexAsync();
        await using var server = await RunningServer.StartAsync(home);
        using var response = await server.Client.GetAsync(new Uri($"open?source=notes&path={path}", UriKind.Relative), Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        using var listed = await server.Client.GetAsync(new Uri("open?source=notes&path=policy.md&line=3", UriKind.Relative), Cancelled);
        Assert.Equal($"vscode://file{home.Source}/policy.md:3", listed.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task The_API_describes_itself_and_tells_its_health()
    {
        using var home = new TemporaryHome();
        await using var server = await RunningServer.StartAsync(home);
        var document = await server.Client.GetFromJsonAsync<JsonElement>("openapi/v1.json", Cancelled);
        foreach (var path in (string[])["/api/search", "/api/ask", "/api/sources", "/api/status", "/health", "/alive"]) Assert.True(document.GetProperty("paths").TryGetProperty(path, out _), path);
        Assert.Equal("alive", await server.Client.GetStringAsync(new Uri("alive", UriKind.Relative), Cancelled));
        Assert.Equal("healthy", (await server.Client.GetFromJsonAsync<JsonElement>("health", Cancelled)).GetProperty("status").GetString());
    }
}
