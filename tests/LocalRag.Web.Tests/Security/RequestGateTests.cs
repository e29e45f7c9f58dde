namespace LocalRag.Web.Tests.Security;

public sealed class RequestGateTests
{
    private static readonly string[] Hosts = ["127.0.0.1:{port}", "localhost:{port}", "[::1]:{port}", "evil.example:{port}", "127.0.0.1.evil.example:{port}", "localhost", "127.0.0.1:1", "team.example"];

    private static readonly string?[] Origins = [null, "same", "http://evil.example", "null", "http://localhost.evil.example:{port}"];

    private static readonly (string Method, string Path)[] Endpoints =
    [
        ("GET", "/"), ("GET", "/search"), ("GET", "/css/site.css"), ("GET", "/_framework/blazor.web.js"), ("POST", "/_blazor/negotiate?negotiateVersion=1"), ("GET", "/_blazor?id=x"),
        ("GET", "/api/search?q=x"), ("POST", "/api/ask"), ("GET", "/api/sources"), ("POST", "/api/sources"), ("DELETE", "/api/sources/x"), ("GET", "/api/status"), ("GET", "/api/antiforgery"),
        ("GET", "/openapi/v1.json"), ("GET", "/health"), ("GET", "/alive"), ("GET", "/open?source=x&path=y"),
    ];

    [Fact]
    public async Task Of_forty_pairs_of_Host_and_Origin_only_the_right_ones_get_in_at_any_endpoint()
    {
        using var home = new TemporaryHome();
        await using var server = await RunningServer.StartAsync(home, "--hosts", "team.example");
        Assert.Equal(40, Hosts.Length * Origins.Length);
        var wrong = new List<string>();
        foreach (var host in Hosts.Select(Filled))
            foreach (var origin in Origins.Select(origin => origin == "same" ? $"http://{host}" : origin is null ? null : Filled(origin)))
            {
                var isOurs = host == Filled("127.0.0.1:{port}") || host == Filled("localhost:{port}") || host == Filled("[::1]:{port}") || host == "team.example";
                var expected = !isOurs ? 421 : origin is null || origin == $"http://{host}" ? 0 : 403;
                foreach (var (method, path) in Endpoints)
                {
                    var status = origin is null
                        ? await server.SendRawAsync(method, path, ("Host", host))
                        : await server.SendRawAsync(method, path, ("Host", host), ("Origin", origin));
                    var right = expected != 0 ? status == expected : path is "/" or "/alive" or "/css/site.css" or "/health" or "/api/status" ? status == 200 : status is not (421 or 403);
                    if (!right) wrong.Add($"{method} {path} Host {host} Origin {origin}: {status}");
                }
            }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(20)));

        string Filled(string text) => text.Replace("{port}", $"{server.Port}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cross-site", "no-cors", "script", "/api/search?q=x", 403)]
    [InlineData("cross-site", "navigate", "document", "/api/search?q=x", 403)]
    [InlineData("cross-site", "navigate", "iframe", "/", 403)]
    [InlineData("same-site", "cors", "empty", "/api/status", 403)]
    [InlineData("cross-site", "navigate", "document", "/", 200)]
    [InlineData("same-origin", "cors", "empty", "/alive", 200)]
    [InlineData("none", "navigate", "document", "/alive", 200)]
    public async Task Another_site_may_link_to_a_page_and_nothing_more(string site, string mode, string destination, string path, int status)
    {
        using var home = new TemporaryHome();
        await using var server = await RunningServer.StartAsync(home);
        Assert.Equal(status, await server.SendRawAsync("GET", path, ("Host", $"127.0.0.1:{server.Port}"), ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", destination)));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/alive")]
    [InlineData("/css/site.css")]
    [InlineData("/nowhere/at/all")]
    public async Task Every_answer_carries_the_headers_that_keep_a_page_to_itself(string path)
    {
        using var home = new TemporaryHome();
        await using var server = await RunningServer.StartAsync(home);
        using var response = await server.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var policy = response.Headers.GetValues("Content-Security-Policy").First();
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("img-src 'self' data:;", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-referrer", response.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("DENY", response.Headers.GetValues("X-Frame-Options").Single());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("http://0.0.0.0:5210")]
    [InlineData("http://192.168.1.4:5210")]
    [InlineData("http://*:5210")]
    [InlineData("ftp://127.0.0.1")]
    public void An_address_that_others_could_reach_is_refused_with_the_remedy(string url)
    {
        var exception = Assert.Throws<KnowledgeBaseException>(() => new WebOptions { Urls = url }.Validate());
        Assert.Contains("--urls", exception.Message, StringComparison.Ordinal);
        new WebOptions { Urls = "http://0.0.0.0:5210", BehindLoopback = true }.Validate();
    }

    /// <summary>The host's configuration takes HOME for the option of that name: indexes went there, whatever LOCALRAG_HOME said.</summary>
    [Fact]
    public void Variables_that_are_not_meant_for_the_server_set_nothing()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("HOME") is null, "HOME is not set here.");
        Assert.Null(WebOptions.Read([]).Home);
        Assert.Equal(("/x", 1), (WebOptions.Read(["--home", "/x", "--port", "1"]).Home, WebOptions.Read(["--home", "/x", "--port", "1"]).Port));
    }
}
