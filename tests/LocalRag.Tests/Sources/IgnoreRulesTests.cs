using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LocalRag.Sources;

namespace LocalRag.Tests.Sources;

/// <summary>Git itself says what is right: each case is listed by git and by our own walk, and the two must agree.</summary>
public sealed class IgnoreRulesTests
{
    private static readonly string[] Names = ["a", "b", "ab", "A", "a.c", "b.c", ".h", "a b", "a ", "é", "[x]", "!n", "#h", "-f", "d"];

    private static readonly string[] Parts =
        ["a", "b", "*", "**", "?", "/", "/", ".c", "*.c", "[ab]", "[!a]", "[^b]", "[a-c]", "[[:alpha:]]", "[]a]", "[a", "[[:x:]]", "[a\\]b]", "\\", "\\*", " ", "\\ ", "!", "#", "é", "d", "d/", "/**/", "**/", "/**", "A", "\t"];

    public static TheoryData<string> HardCases => new(
        "a/", "/a", "a/b", "**/b", "a/**", "a/**/b", "*", "*\n!*/\n!*.c", "/*\n!/d", "d/*\n!d/a", "d\n!d/a", "a**/b", "**b", "a/***/b", "d/**/*.c\n!d/d/b.c",
        "a \n", "a\\ \n", "a b", "\\!n", "\\#h", "#h", "!n", "!", "/", "//", "a//", "\\", "a\\", "[", "[a", "[]", "[]a]", "[!]", "[!]]", "[a-]", "[-a]", "[b-a]", "[a-b-d]",
        "[[:upper:]]", "[[:digit:][:alpha:]]", "[[:bogus:]]", "[[:alpha]", "[\\]x]", "\\[x\\]", "?", "??", "[é]", "é", "*.C", "-f", "\uFEFFa\nb", "a\r\nb\r\n", "a\rb", "   ",
        "\ta", "*/", "*/a", "d/*/a", "/**", "**", "**/", "/**/", "**/**/a", "a/b/\n!a/b", "d/d/*\n!d/d/a\n*.c", "./a", "a/.", "d/../a", "*a*b*", "\\a", "a/\\b", "d\\/a", "/d//a", "d/a/**/");

    [Theory]
    [MemberData(nameof(HardCases))]
    public void Reads_a_hard_pattern_as_git_does(string patterns)
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        foreach (var name in (string[])["a/b", "b/b", "a /b", "a/a/a", "a/d/b", "d/d/a", "d/d/b.c", "d/d/d/a", .. Names, .. Names.Select(name => $"x/{name}"), .. Names.Select(name => $"d/{name}")])
            TryWrite(folder, name, "text");
        folder.Write(".gitignore", patterns);
        AssertAgrees(folder, folder.Root);
    }

    [Fact]
    public void Agrees_with_git_on_random_trees_and_patterns()
    {
        var name = Gen.Elements(Names);
        var path = name.ListOf().Where(parts => parts.Count is > 0 and < 5).Select(parts => string.Join('/', parts));
        var pattern = Gen.Elements(Parts).ListOf().Where(parts => parts.Count is > 0 and < 6).Select(string.Concat);
        var rules = pattern.ListOf().Where(lines => lines.Count is > 0 and < 5).Select(lines => string.Join('\n', lines));
        var place = Gen.Elements("", "a/", "d/", "a/d/", "b/");
        var cases =
            from paths in path.ListOf(12)
            from top in rules
            from inner in rules
            from site in place
            from ignoreCase in Gen.Elements(false, false, true)
            select (paths, top, inner, site, ignoreCase);

        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            foreach (var entry in Directory.EnumerateFileSystemEntries(folder.Root).Where(entry => Path.GetFileName(entry) != ".git"))
            {
                if (Directory.Exists(entry)) Directory.Delete(entry, recursive: true);
                else File.Delete(entry);
            }

            foreach (var file in one.paths) TryWrite(folder, file, "x");
            TryWrite(folder, ".gitignore", one.top);
            TryWrite(folder, $"{one.site}.gitignore", one.inner);
            folder.Git("config", "core.ignorecase", one.ignoreCase ? "true" : "false");
            AssertAgrees(folder, folder.Root);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));
    }

    [Fact]
    public void Rules_of_the_user_the_repository_and_the_folders_above_count_in_their_order()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write(".config/git/ignore", "*.user\n*.both\n", folder.Home);
        folder.Write(".git/info/exclude", "*.own\n!keep.both\n/sub/anchored\n");
        folder.Write(".gitignore", "!b.own\n/sub/deep/no\n");
        folder.Write("sub/.gitignore", "!*.user\n");
        foreach (var name in (string[])["a.user", "a.both", "keep.both", "a.own", "b.own", "anchored", "deep/no", "deep/yes", "deep/c.user"])
        {
            folder.Write(name);
            folder.Write($"sub/{name}");
        }

        AssertAgrees(folder, folder.Root);
        AssertAgrees(folder, Path.Combine(folder.Root, "sub"));
        AssertAgrees(folder, Path.Combine(folder.Root, "sub", "deep"));
    }

    [Theory]
    [InlineData("excludesFile = ~/mine")]
    [InlineData("excludesfile = \"~/mine\" # mine")]
    [InlineData("excludesFile = own/mine ; relative to the working tree")]
    [InlineData("excludesFile =")]
    public void The_users_ignore_file_is_found_where_git_finds_it(string setting)
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write(".gitconfig", $"[core]\n\t{setting}\n", folder.Home);
        folder.Write("mine", "*.mine\n", folder.Home);
        folder.Write(".config/git/ignore", "*.default\n", folder.Home);
        folder.Write("own/mine", "*.mine\n");
        folder.Write("a.mine");
        folder.Write("a.default");
        AssertAgrees(folder, folder.Root);
    }

    [Theory]
    [InlineData("gitdir:{root}/")]
    [InlineData("gitdir:{root}/.git")]
    [InlineData("gitdir:root/")]
    [InlineData("gitdir:~/root/")]
    [InlineData("gitdir:ROOT/")]
    [InlineData("gitdir/i:ROOT/")]
    [InlineData("gitdir:elsewhere/")]
    [InlineData("gitdir:**/ro?t/**")]
    [InlineData("gitdir:./root/")]
    [InlineData("onbranch:topic/")]
    [InlineData("onbranch:topic/*")]
    [InlineData("onbranch:main")]
    public void A_conditional_include_holds_where_it_does_for_git(string condition)
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet", "--initial-branch", "topic/one");
        folder.Write(".gitconfig", $"[includeIf \"{condition.Replace("{root}", folder.Root, StringComparison.Ordinal)}\"]\n\tpath = more\n", folder.Home);
        folder.Write("more", "[core]\nexcludesFile = ~/mine\n", folder.Home);
        folder.Write("mine", "*.mine\n", folder.Home);
        folder.Write("a.mine");
        AssertAgrees(folder, folder.Root);
    }

    [Fact]
    public void A_working_trees_own_settings_count()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write("mine", "*.mine\n", folder.Home);
        folder.Write("a.mine");
        folder.Git("config", "extensions.worktreeConfig", "true");
        folder.Git("config", "--worktree", "core.excludesFile", "~/mine");
        AssertAgrees(folder, folder.Root);
    }

    [Fact]
    public void Agrees_with_git_on_the_repository_that_holds_these_tests()
    {
        var options = new SourceOptions();
        var repository = GitRepository.Find(AppContext.BaseDirectory, options);
        Assert.SkipWhen(repository is null || options.Environment.Git is null, "These tests do not run from a checkout, or there is no git.");
        var git = FileWalker.Walk(repository.WorkTree, options, TestContext.Current.CancellationToken);
        var own = FileWalker.Walk(repository.WorkTree, new SourceOptions { UseGit = false }, TestContext.Current.CancellationToken);
        Assert.Null(git.GitProblem);
        Assert.Empty(Paths(own).Except(Paths(git)));
        Assert.Empty(Paths(git).Except(Paths(own)).Intersect(git.Untracked));

        static IEnumerable<string> Paths(SourceListing listing) => listing.Files.Select(file => file.Path);
    }

    [Fact]
    public void A_pattern_made_to_be_slow_is_not()
    {
        var pattern = string.Concat(Enumerable.Repeat("**/*a*", 200));
        var rules = IgnoreRules.None(ignoreCase: false).With(Encoding.UTF8.GetBytes(pattern + "/b"), default);
        var path = Encoding.UTF8.GetBytes(string.Join('/', Enumerable.Repeat(new string('a', 200), 20)));
        Assert.False(rules.IsIgnored(path, isFolder: false));
    }

    /// <summary>Compares the walks before anything is left out for other reasons, so that names alone decide.</summary>
    internal static void AssertAgrees(TemporaryFolder folder, string root)
    {
        var git = folder.GitIn(root, "ls-files", "-z", "--others", "--exclude-standard").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        var sourceRoot = SourceRoot.Open(root, folder.OwnRules);
        var walk = new TreeWalk(sourceRoot, folder.OwnRules, []);
        walk.Run(TestContext.Current.CancellationToken);
        var own = walk.Files.Select(file => file.Path).Concat(walk.Skipped.Select(file => file.Path));
        Assert.Equal(git.Order(StringComparer.Ordinal), own.Order(StringComparer.Ordinal));
    }

    private static void TryWrite(TemporaryFolder folder, string path, string text)
    {
        // Random paths may name one thing as a file and as a folder; the first stays.
        var parts = path.Split('/');
        for (var i = 1; i < parts.Length; i++)
        {
            if (File.Exists(Path.Combine(folder.Root, string.Join('/', parts[..i])))) return;
        }

        if (!Directory.Exists(Path.Combine(folder.Root, path))) folder.Write(path, text);
    }
}
