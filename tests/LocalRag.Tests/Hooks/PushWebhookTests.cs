using System.Security.Cryptography;
using System.Text;
using LocalRag.Hooks;
using LocalRag.Indexing;
using LocalRag.Tests.Sources;
using LocalRag.Tests.Watching;
using LocalRag.Sources;

namespace LocalRag.Tests.Hooks;

public sealed class PushWebhookTests
{
    private const string Secret = "correct horse battery";
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private const string GitHubBody = $$$"""{"ref":"refs/heads/main","after":"{{{Commit}}}","repository":{"clone_url":"https://git.example.org/team/shop.git","ssh_url":"git@git.example.org:team/shop.git"}}""";
    private const string GitLabBody = $$$"""{"object_kind":"push","ref":"refs/heads/main","after":"{{{Commit}}}","project":{"git_http_url":"https://git.example.org/team/shop.git"}}""";
    private const string AzureBody = $$$"""{"eventType":"git.push","resource":{"refUpdates":[{"name":"refs/heads/main","newObjectId":"{{{Commit}}}"}],"repository":{"remoteUrl":"https://git.example.org/team/shop"} } }""";

    public static TheoryData<string, string, string, string> Messages => new()
    {
        { "GitHub", GitHubBody, "X-GitHub-Event: push", "X-Hub-Signature-256: sha256=" + Signature(GitHubBody) },
        { "Gitea", GitHubBody, "X-Gitea-Event: push\nX-GitHub-Event: push", "X-Gitea-Signature: " + Signature(GitHubBody) },
        { "GitLab", GitLabBody, "X-Gitlab-Event: Push Hook", "X-Gitlab-Token: " + Secret },
        { "Azure DevOps", AzureBody, "Content-Type: application/json", "Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("git:" + Secret)) },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_push_of_each_server_is_read_when_its_proof_is_right(string server, string body, string headers, string proof)
    {
        var reading = Read(body, $"{headers}\n{proof}");
        Assert.Equal(PushVerdict.Push, reading.Verdict);
        var push = Assert.Single(reading.Pushes);
        Assert.Equal((server, "main", Commit), (push.Server, push.Branch, push.Commit));
        Assert.Equal("git.example.org/team/shop", PushedClone.Address(push.Urls[0]));
    }

    [Fact]
    public void A_message_that_tells_of_several_branches_is_several_pushes()
    {
        var body = $$"""
            {"eventType":"git.push","resource":{"repository":{"remoteUrl":"https://git.example.org/team/shop"},"refUpdates":[
              {"name":"refs/heads/main","newObjectId":"{{Commit}}"},{"name":"refs/tags/v1","newObjectId":"{{Commit}}"},{"name":"refs/heads/topic","newObjectId":"{{Commit}}"} ] } }
            """;
        var password = Convert.ToBase64String(Encoding.UTF8.GetBytes($":{Secret}"));
        Assert.Equal(["main", "topic"], Read(body, $"Authorization: Basic {password}").Pushes.Select(push => push.Branch));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Without_the_right_proof_nothing_is_read(string server, string body, string headers, string proof)
    {
        Assert.NotEmpty(server);
        var name = proof[..(proof.IndexOf(':', StringComparison.Ordinal) + 2)];
        string[] wrong = ["", proof[..^1], proof + "a", name, name + "Basic !!!", name + "sha256=", name + "sha256=" + new string('z', 64), name + new string('0', 64), proof.ToUpperInvariant().Replace("SHA256=", "sha1=", StringComparison.Ordinal).Replace("BASIC", "Bearer", StringComparison.Ordinal)];
        foreach (var header in wrong.Where(header => !header.Equals(proof, StringComparison.OrdinalIgnoreCase)))
            Assert.Equal((PushVerdict.Unauthorized, 0), (Read(body, $"{headers}\n{header}").Verdict, Read(body, $"{headers}\n{header}").Pushes.Count));
        if (proof.Contains("Signature", StringComparison.Ordinal)) Assert.Equal(PushVerdict.Unauthorized, Read(body + " ", $"{headers}\n{proof}").Verdict);
    }

    [Theory]
    [InlineData("""{"ref":"refs/tags/v1","after":"0123456789abcdef0123456789abcdef01234567","repository":{"clone_url":"https://h/r"}}""", PushVerdict.Ignored)]
    [InlineData("""{"ref":"refs/heads/x","after":"0000000000000000000000000000000000000000","repository":{"clone_url":"https://h/r"}}""", PushVerdict.Ignored)]
    [InlineData("""{"ref":"refs/heads/x","after":"--upload-pack=x","repository":{"clone_url":"https://h/r"}}""", PushVerdict.Malformed)]
    [InlineData("""{"ref":"refs/heads/x","after":"0123456789abcdef0123456789abcdef01234567","repository":{}}""", PushVerdict.Malformed)]
    [InlineData("""{"ref":1,"after":[],"repository":"x"}""", PushVerdict.Malformed)]
    [InlineData("[]", PushVerdict.Malformed)]
    [InlineData("payload=%7B%7D", PushVerdict.Malformed)]
    [InlineData("", PushVerdict.Malformed)]
    public void What_is_no_push_to_a_branch_is_told_apart(string body, PushVerdict verdict) =>
        Assert.Equal(verdict, Read(body, $"X-GitHub-Event: push\nX-Hub-Signature-256: sha256={Signature(body)}").Verdict);

    [Fact]
    public void A_test_message_and_one_that_is_too_large_have_answers_of_their_own()
    {
        Assert.Equal(PushVerdict.Ignored, Read("{}", $"X-GitHub-Event: ping\nX-Hub-Signature-256: sha256={Signature("{}")}").Verdict);
        Assert.Equal(PushVerdict.TooLarge, Read(new string(' ', 2000), "X-GitHub-Event: push", new PushOptions { Secret = Secret, MaxBodyBytes = 1024 }).Verdict);
        Assert.Contains("Push:Secret", Assert.Throws<KnowledgeBaseException>(() => new PushWebhook(new PushOptions { Secret = "short" })).Message, StringComparison.Ordinal);
        Assert.Contains("Push:Protocols", Assert.Throws<KnowledgeBaseException>(() => new PushWebhook(new PushOptions { Secret = Secret, Protocols = "https:ext" })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://user:pass@Git.Example.org/team/Shop.git/")]
    [InlineData("ssh://git@git.example.org:2222/team/shop.git")]
    [InlineData("git@git.example.org:team/shop.git")]
    [InlineData("http://git.example.org/team/shop")]
    public void However_an_address_is_written_it_is_the_same_repository(string url) => Assert.Equal("git.example.org/team/shop", PushedClone.Address(url));

    [Theory]
    [InlineData("/srv/git/shop.git")]
    [InlineData("../shop")]
    [InlineData("file:///srv/git/shop.git")]
    [InlineData("ext::sh -c touch% /tmp/x")]
    [InlineData("")]
    public void A_path_or_a_helper_is_no_address(string url) => Assert.DoesNotContain("shop", PushedClone.Address(url) ?? "", StringComparison.Ordinal);

    [Fact]
    public async Task A_push_updates_the_clone_of_that_repository_with_that_branch()
    {
        using var folder = new IndexedFolder();
        folder.Write("a.txt", "the quick walrus\n");
        folder.Folder.Commit();
        folder.Folder.Git("remote", "add", "origin", "git@git.example.org:team/shop.git");
        await folder.IndexAsync();
        folder.Write("a.txt", "the quick ocelot\n");
        var push = Read(GitHubBody, $"X-GitHub-Event: push\nX-Hub-Signature-256: sha256={Signature(GitHubBody)}").Pushes[0];
        var never = folder.Open(new LocalRag.Watching.FreshnessOptions { UpdateBudget = TimeSpan.Zero });
        Assert.Empty(await folder.KnowledgeBase.FollowPushAsync(push with { Branch = "other" }, new PushOptions(), TestContext.Current.CancellationToken));
        Assert.Empty(await folder.KnowledgeBase.FollowPushAsync(push with { Urls = ["https://elsewhere.example.org/team/shop"] }, new PushOptions(), TestContext.Current.CancellationToken));
        Assert.Empty(await folder.FindAsync("ocelot", never));
        Assert.Null(Assert.Single(await folder.KnowledgeBase.FollowPushAsync(push, new PushOptions(), TestContext.Current.CancellationToken)).Problem);
        Assert.Equal(["a.txt"], await folder.FindAsync("ocelot", never));
    }

    [Fact]
    public void A_fetch_moves_the_clone_forward_and_speaks_only_what_it_may()
    {
        using var folder = new TemporaryFolder();
        var (clone, repository) = Clone(folder);
        folder.Write("a.txt", "two\n");
        folder.Commit();
        Assert.Throws<SourceException>(() => repository.FetchForward("origin", "main", "https:ssh", TestContext.Current.CancellationToken));
        repository.FetchForward("origin", "main", "file", TestContext.Current.CancellationToken);
        Assert.Equal("two\n", File.ReadAllText(Path.Combine(clone, "a.txt")));
        Assert.Throws<SourceException>(() => repository.FetchForward("origin", "--upload-pack=touch", "file", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("filter.trap.smudge")]
    [InlineData("merge.trap.driver")]
    [InlineData("remote.origin.uploadpack")]
    [InlineData("remote.origin.vcs")]
    [InlineData("include.path")]
    public void A_fetch_is_refused_where_the_repository_names_a_program_for_it(string setting)
    {
        using var folder = new TemporaryFolder();
        var (clone, repository) = Clone(folder);
        var marker = Path.Combine(folder.Home, "sprung");
        folder.GitIn(clone, "config", setting, $"touch '{marker}'");
        folder.Write("a.txt", "two\n");
        folder.Commit();
        Assert.Contains("Push:Fetch", Assert.Throws<SourceException>(() => repository.FetchForward("origin", "main", "file", TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(marker));
        Assert.Equal("one\n", File.ReadAllText(Path.Combine(clone, "a.txt")));
    }

    private static (string Clone, GitRepository Repository) Clone(TemporaryFolder folder)
    {
        folder.Git("init", "--quiet");
        folder.Write("a.txt", "one\n");
        folder.Write(".gitattributes", "* filter=trap merge=trap\n");
        folder.Commit();
        var clone = Path.Combine(folder.Home, "clone");
        folder.Git("clone", "--quiet", folder.Root, clone);
        return (clone, GitRepository.Find(clone, folder.Options)!);
    }

    private static PushReading Read(string body, string headers, PushOptions? options = null)
    {
        var values = headers.Split('\n').Select(line => line.Split(": ", 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        return new PushWebhook(options ?? new PushOptions { Secret = Secret }).Read(values.GetValueOrDefault, Encoding.UTF8.GetBytes(body));
    }

    private static string Signature(string body) => Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(body)));
}
