using LocalRag.Sources;

namespace LocalRag.Tests.Sources;

/// <summary>Repositories that try to run a program or to be read outside of their root. Each trap leaves a marker when it is sprung.</summary>
public sealed partial class HostileRepositoryTests
{
    public static TheoryData<string> Settings => new(
        "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.gitProxy", "core.askPass", "core.alternateRefsCommand", "credential.helper",
        "diff.external", "diff.trap.textconv", "diff.trap.command", "filter.trap.clean", "filter.trap.smudge", "filter.trap.process", "gpg.program",
        "alias.ls-files", "alias.diff-tree", "alias.cat-file", "alias.merge-base", "pager.ls-files", "pager.diff-tree", "interactive.diffFilter", "uploadpack.packObjectsHook",
        "core.hooksPath", "sequence.editor", "gpg.ssh.program", "gpg.x509.program", "gpg.openpgp.program", "merge.trap.driver", "trailer.trap.command", "difftool.trap.cmd",
        "mergetool.trap.cmd", "browser.trap.cmd", "man.trap.cmd", "init.templateDir", "remote.origin.uploadpack", "remote.origin.vcs", "sendemail.sendmailCmd", "tar.trap.command");

    [Theory]
    [MemberData(nameof(Settings))]
    public void No_program_that_a_repository_names_is_run(string setting)
    {
        using var folder = new TemporaryFolder();
        Prepare(folder, out var first, out var second);
        var (trap, marker) = Trap(folder);
        folder.Git("config", setting, setting.StartsWith("alias.", StringComparison.Ordinal) ? $"!{trap}" : trap);
        AskEverything(folder, first, second);
        Assert.False(File.Exists(marker), $"{setting} was run");
    }

    [Fact]
    public void The_trap_itself_works()
    {
        using var folder = new TemporaryFolder();
        Prepare(folder, out _, out _);
        var (trap, marker) = Trap(folder);
        folder.Git("config", "core.fsmonitor", trap);
        folder.Git("status");
        Assert.True(File.Exists(marker));
    }

    [Fact]
    public void Hooks_and_included_settings_run_nothing()
    {
        using var folder = new TemporaryFolder();
        Prepare(folder, out var first, out var second);
        var (trap, marker) = Trap(folder);
        folder.Write("evil.config", $"[core]\n\tfsmonitor = {trap}\n", folder.Home);
        folder.Git("config", "includeIf.gitdir:/**.path", Path.Combine(folder.Home, "evil.config"));
        foreach (var hook in (string[])["post-index-change", "post-checkout", "fsmonitor-watchman", "reference-transaction", "pre-auto-gc"])
        {
            Directory.CreateDirectory(Path.Combine(folder.Root, ".git", "hooks"));
            File.Copy(trap, Path.Combine(folder.Root, ".git", "hooks", hook));
        }

        AskEverything(folder, first, second);
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public void A_repository_cannot_move_its_working_tree()
    {
        using var folder = new TemporaryFolder();
        Prepare(folder, out _, out _);
        folder.Write("private.txt", "not yours", folder.Home);
        folder.Git("config", "core.worktree", folder.Home);
        var listing = folder.Walk();
        Assert.Null(listing.GitProblem);
        Assert.Contains(listing.Files, file => file.Path == "a.txt");
        Assert.DoesNotContain(listing.Files, file => file.Path.Contains("private", StringComparison.Ordinal));
    }

    [Fact]
    public void Variables_that_a_hook_sets_do_not_lead_to_another_repository()
    {
        using var other = new TemporaryFolder();
        Prepare(other, out _, out _);
        var gitFolder = Path.Combine(other.Root, ".git");
        using var folder = new TemporaryFolder(
            ("GIT_DIR", gitFolder), ("GIT_WORK_TREE", other.Root), ("GIT_INDEX_FILE", Path.Combine(gitFolder, "index")), ("GIT_EXTERNAL_DIFF", "false"),
            ("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "core.excludesFile"), ("GIT_CONFIG_VALUE_0", "/nowhere"));
        // The tests' own git has those variables as well, so the repository is made by hand.
        Directory.CreateDirectory(Path.Combine(folder.Root, ".git", "objects"));
        folder.Write(".git/refs/heads/.keep", "");
        folder.Write(".git/HEAD", "ref: refs/heads/main\n");
        folder.Write("mine.txt");
        var listing = folder.Walk();
        Assert.Null(listing.GitProblem);
        Assert.Equal("mine.txt", Assert.Single(listing.Files).Path);
    }

    [Fact]
    public void Git_is_taken_from_absolute_places_alone()
    {
        var environment = new GitEnvironment(new Dictionary<string, string> { ["PATH"] = string.Join(Path.PathSeparator, ".", "", "bin", "node_modules/.bin") });
        Assert.Null(environment.Git);
    }

    [Fact]
    public void A_head_that_climbs_out_of_the_repository_is_not_followed()
    {
        using var folder = new TemporaryFolder();
        Prepare(folder, out var first, out _);
        folder.Write("commit", first, folder.Home);
        folder.Write(".git/HEAD", "ref: refs/heads/../../../../home/commit\n");
        Assert.Null(GitRepository.Find(folder.Root, folder.Options)!.ReadHead().Commit);
    }

    [Fact]
    public void A_bare_repository_inside_runs_nothing_and_is_no_working_tree()
    {
        using var folder = new TemporaryFolder();
        Prepare(folder, out _, out _);
        var (trap, marker) = Trap(folder);
        folder.Git("init", "--quiet", "--bare", "docs");
        folder.GitIn(Path.Combine(folder.Root, "docs"), "config", "core.fsmonitor", trap);
        folder.GitIn(Path.Combine(folder.Root, "docs"), "config", "core.worktree", folder.Root);
        folder.GitIn(Path.Combine(folder.Root, "docs"), "config", "core.bare", "false");
        Assert.Null(folder.Walk().GitProblem);
        Assert.Contains("without a working tree", Assert.Throws<SourceException>(() => FileWalker.Walk(Path.Combine(folder.Root, "docs"), folder.Options, TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
        folder.Write("docs/inner/a.txt");
        FileWalker.Walk(Path.Combine(folder.Root, "docs", "inner"), folder.Options, TestContext.Current.CancellationToken);
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public void A_git_file_that_points_elsewhere_shows_nothing_of_what_is_there()
    {
        using var other = new TemporaryFolder();
        other.Git("init", "--quiet");
        other.Write("private.txt", "not yours\n");
        other.Commit();
        using var folder = new TemporaryFolder();
        folder.Write("a.txt", "mine\n");
        folder.Write(".git", $"gitdir: {Path.Combine(other.Root, ".git")}\n");
        var listing = folder.Walk();
        Assert.Equal(["a.txt"], listing.Files.Select(file => file.Path));
        Assert.All(listing.Files, file => Assert.Equal("mine\n", FileReader.Read(folder.Root, file, folder.Options).Document?.Text));
        Assert.Equal(0, Worktree.Compare(folder.Root, listing.Files, folder.Options, TestContext.Current.CancellationToken).Count);
    }

    [Fact]
    public void Settings_of_one_working_tree_run_nothing()
    {
        using var folder = new TemporaryFolder();
        Prepare(folder, out var first, out var second);
        var (trap, marker) = Trap(folder);
        folder.Git("config", "extensions.worktreeConfig", "true");
        folder.Git("config", "--worktree", "core.fsmonitor", trap);
        folder.Git("config", "--worktree", "diff.external", trap);
        AskEverything(folder, first, second);
        Assert.False(File.Exists(marker));
    }

    [Theory]
    [InlineData("core.fsmonitor")]
    [InlineData("core.sshCommand")]
    [InlineData("filter.trap.clean")]
    public void A_submodule_runs_nothing_even_where_submodules_are_asked_for(string setting)
    {
        using var folder = new TemporaryFolder();
        var library = Directory.CreateDirectory(Path.Combine(folder.Home, "library")).FullName;
        folder.GitIn(library, "init", "--quiet");
        folder.Write("l.txt", below: library);
        folder.Write(".gitattributes", "* filter=trap\n", library);
        folder.GitIn(library, "add", "--all");
        folder.GitIn(library, "commit", "--quiet", "-m", "library");
        folder.Git("init", "--quiet");
        folder.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "sub");
        folder.Commit();
        var (trap, marker) = Trap(folder);
        folder.GitIn(Path.Combine(folder.Root, "sub"), "config", setting, trap);
        folder.Git("config", "submodule.sub.update", $"!{trap}");
        folder.Git("config", "submodule.recurse", "true");
        folder.Write(".gitmodules", $"[submodule \"sub\"]\n\tpath = sub\n\turl = ext::{trap}\n\tupdate = !{trap}\n");
        var options = new SourceOptions { Environment = folder.Options.Environment, Submodules = true };
        var listing = FileWalker.Walk(folder.Root, options, TestContext.Current.CancellationToken);
        Assert.Equal([".gitmodules", "sub/.gitattributes", "sub/l.txt"], listing.Files.Select(file => file.Path));
        Assert.Equal(0, Worktree.Compare(folder.Root, listing.Files, options, TestContext.Current.CancellationToken).Count);
        UncommittedFiles.Open(folder.Root, options, TestContext.Current.CancellationToken)?.Among(listing.Files, options);
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public void A_submodule_that_became_a_link_is_not_followed()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write("a.txt");
        folder.Commit();
        var outside = Directory.CreateDirectory(Path.Combine(folder.Home, "outside")).FullName;
        folder.GitIn(outside, "init", "--quiet");
        folder.Write("private.txt", "not yours", outside);
        folder.Git("update-index", "--add", "--cacheinfo", $"160000,{folder.Git("rev-parse", "HEAD").Trim()},sub");
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "sub"), outside);
        var options = new SourceOptions { Environment = folder.Options.Environment, Submodules = true };
        Assert.Equal(["a.txt"], FileWalker.Walk(folder.Root, options, TestContext.Current.CancellationToken).Files.Select(file => file.Path));
        Assert.Equal(["a.txt"], Worktree.Compare(folder.Root, [], options, TestContext.Current.CancellationToken).Listing.Files.Select(file => file.Path));
    }

    [Theory]
    [InlineData("../home/p.txt")]
    [InlineData("sub/../../p")]
    [InlineData(".git/config")]
    [InlineData("./a.txt")]
    public void A_forged_index_cannot_name_files_outside_of_the_root(string name)
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write("p.txt", "not yours", folder.Home);
        // Git refuses such a name, so one of the same length is put in and then overwritten.
        var placeholder = new string('x', name.Length);
        folder.Write(placeholder);
        folder.Git("add", "--all");
        folder.Git("update-index", "--index-version", "2");
        var index = Path.Combine(folder.Root, ".git", "index");
        var bytes = File.ReadAllBytes(index);
        System.Text.Encoding.UTF8.GetBytes(name).CopyTo(bytes, bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(placeholder)));
        File.WriteAllBytes(index, bytes);
        File.Delete(Path.Combine(folder.Root, placeholder));
        Assert.DoesNotContain(folder.Walk().Files, file => file.Path == name);
        Assert.Empty(Worktree.Compare(folder.Root, [], folder.Options, TestContext.Current.CancellationToken).Added);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("link/sub")]
    public void A_forged_submodule_is_not_entered(string name)
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write("a.txt");
        folder.Commit();
        var outside = Directory.CreateDirectory(Path.Combine(folder.Home, "outside", "sub")).FullName;
        folder.GitIn(outside, "init", "--quiet");
        Directory.CreateSymbolicLink(Path.Combine(folder.Root, "link"), Path.GetDirectoryName(outside)!);
        var placeholder = new string('x', name.Length);
        folder.Git("update-index", "--add", "--cacheinfo", $"160000,{folder.Git("rev-parse", "HEAD").Trim()},{placeholder}");
        folder.Git("update-index", "--index-version", "2");
        var index = Path.Combine(folder.Root, ".git", "index");
        var bytes = File.ReadAllBytes(index);
        System.Text.Encoding.UTF8.GetBytes(name).CopyTo(bytes, bytes.AsSpan().LastIndexOf(System.Text.Encoding.UTF8.GetBytes(placeholder + '\0')));
        File.WriteAllBytes(index, bytes);
        var options = new SourceOptions { Environment = folder.Options.Environment, Submodules = true };
        var root = SourceRoot.Open(folder.Root, options);
        Assert.Empty(Submodules.In(root, root.Repository!));
        var listing = Worktree.Compare(folder.Root, [], options, TestContext.Current.CancellationToken).Listing;
        Assert.Equal(["a.txt"], listing.Files.Select(file => file.Path));
        _ = UncommittedFiles.Open(folder.Root, options, TestContext.Current.CancellationToken)?.Among(listing.Files, options);
    }

    [Fact]
    public void Names_that_are_not_UTF_8_are_noted_by_both_listings_though_they_look_the_same()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere there are no such names.");
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        using (var make = folder.Start("sh", folder.Root, ["-c", "mkdir \"$(printf 'x\\377')\" \"$(printf 'x\\376')\"; for name in \"$(printf 'x\\377/a')\" \"$(printf 'x\\376/b')\" \"$(printf 'c\\377')\" d; do echo text > \"$name\"; done"])) make.WaitForExit();
        var (git, own) = (folder.Walk().Skipped, Worktree.Compare(folder.Root, [], folder.Options, TestContext.Current.CancellationToken).Listing.Skipped);
        // The framework cannot delete what it cannot name.
        using (var delete = folder.Start("sh", folder.Root, ["-c", "rm -rf x* c*"])) delete.WaitForExit();
        SkippedFile[] expected = [new("c\uFFFD", SourceRoot.BadName), new("x\uFFFD/", SourceRoot.BadName)];
        Assert.Equal(expected, git);
        Assert.Equal(expected, own);
    }

    [Fact]
    public void Ignore_files_and_settings_that_are_links_lead_nowhere()
    {
        using var folder = new TemporaryFolder();
        folder.Git("init", "--quiet");
        folder.Write("rules", "*.txt\n", folder.Home);
        folder.Write("a.txt");
        foreach (var name in (string[])[".gitignore", ".localragignore", ".localrag.json"])
            File.CreateSymbolicLink(Path.Combine(folder.Root, name), Path.Combine(folder.Home, "rules"));
        foreach (var listing in (SourceListing[])[folder.Walk(), folder.WalkWithoutGit()])
            Assert.Equal(["a.txt"], listing.Files.Select(file => file.Path));
    }

    private static SourceListing WithGit(TemporaryFolder folder)
    {
        folder.Git("init", "--quiet");
        folder.Git("add", "--all");
        return folder.Walk();
    }

    private static void MakePipe(params string[] paths)
    {
        using var make = System.Diagnostics.Process.Start("mkfifo", paths);
        make.WaitForExit();
    }

    private static void Prepare(TemporaryFolder folder, out string first, out string second)
    {
        folder.Git("init", "--quiet");
        folder.Write(".gitattributes", "* diff=trap filter=trap merge=trap\n");
        folder.Write("a.txt", "one\n");
        folder.Commit();
        first = folder.Git("rev-parse", "HEAD").Trim();
        folder.Write("a.txt", "two\n");
        folder.Commit();
        second = folder.Git("rev-parse", "HEAD").Trim();
        folder.Write("a.txt", "three\n");
        folder.Write("new.txt");
    }

    private static (string Trap, string Marker) Trap(TemporaryFolder folder)
    {
        var marker = Path.Combine(folder.Home, "sprung");
        var trap = folder.Write("trap.sh", $"#!/bin/sh\ntouch '{marker}'\ncat\n", folder.Home);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(trap, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return (trap, marker);
    }

    private static void AskEverything(TemporaryFolder folder, string first, string second)
    {
        var token = TestContext.Current.CancellationToken;
        var listing = folder.Walk();
        Assert.Null(listing.GitProblem);
        Assert.Equal(second, listing.Head?.Commit);
        Assert.Equal(0, Worktree.Compare(folder.Root, listing.Files, folder.Options, token).Count);
        Assert.All(listing.Files, file => Assert.NotNull(FileReader.Read(folder.Root, file, folder.Options).Document));
        var repository = GitRepository.Find(folder.Root, folder.Options)!;
        Assert.Equal("a.txt", Assert.Single(repository.Difference(folder.Root, first, second, token)).Path);
        Assert.True(repository.HasCommit(first, token));
        Assert.True(repository.IsAncestor(first, second, token));
        Assert.Equal([], repository.Staged(folder.Root, second, token));
        repository.ReadHooksPath(token);
        repository.ReadRemotes(token);
        Assert.Equal(2, UncommittedFiles.Open(folder.Root, folder.Options, token)?.Among(listing.Files, folder.Options)?.Count);
    }
}
