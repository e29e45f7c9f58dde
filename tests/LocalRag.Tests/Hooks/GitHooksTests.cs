using LocalRag.Hooks;
using LocalRag.Tests.Sources;

namespace LocalRag.Tests.Hooks;

public sealed class GitHooksTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HookCommand _command;

    public GitHooksTests()
    {
        _folder.Git("init", "--quiet");
        _folder.Write("a.txt");
        _folder.Commit();
        // A program that does nothing: what counts here is the mark, which the hook sets before it starts anything.
        _command = new HookCommand([Script("program", "#!/bin/sh\nexit 0\n", _folder.Home)], Path.Combine(_folder.Home, "it's home"), "default");
    }

    private string HooksFolder => Path.Combine(_folder.Root, ".git", "hooks");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_commit_merge_checkout_and_amendment_asks_for_an_update()
    {
        Assert.All(Install().Hooks, hook => Assert.Equal(HookState.Installed, hook.Value));
        _folder.Write("b.txt");
        _folder.Commit();
        AssertAsked("commit");
        _folder.Git("switch", "--quiet", "--create", "other");
        AssertAsked("checkout");
        _folder.Git("commit", "--quiet", "--allow-empty", "-m", "on other");
        AssertAsked("commit on another branch");
        _folder.Git("switch", "--quiet", "main");
        AssertAsked("checkout back");
        _folder.Git("merge", "--quiet", "--ff-only", "other");
        AssertAsked("merge");
        _folder.Git("commit", "--quiet", "--amend", "--allow-empty", "-m", "amended");
        AssertAsked("amendment");
    }

    [Fact]
    public void A_second_working_tree_asks_for_its_own_folder()
    {
        Install();
        var second = Path.Combine(_folder.Home, "second tree");
        _folder.Git("worktree", "add", "--quiet", "-b", "second", second);
        Assert.Equal(second, Assert.Single(Marks()).Folder);
        Clear();
        _folder.Write("b.txt", below: second);
        _folder.GitIn(second, "add", "--all");
        _folder.GitIn(second, "commit", "--quiet", "-m", "there");
        Assert.Equal(second, Assert.Single(Marks()).Folder);
    }

    [Fact]
    public void A_fresh_mark_keeps_further_processes_from_being_started()
    {
        var log = Path.Combine(_folder.Home, "log");
        var pipe = Path.Combine(_folder.Home, "pipe");
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe])) make.WaitForExit();
        var program = Script("counting", $"#!/bin/sh\necho started >> '{log}'\necho ended > '{pipe}'\n", _folder.Home);
        GitHooks.Install(_folder.Root, _command with { Program = [program] }, _folder.Options);
        for (var i = 0; i < 5; i++) _folder.Git("commit", "--quiet", "--allow-empty", "-m", "again");
        Assert.Equal("ended\n", File.ReadAllText(pipe));
        Assert.Equal("started\n", File.ReadAllText(log));
    }

    [Fact]
    public void A_mark_of_a_process_that_died_is_renewed()
    {
        Install();
        _folder.Commit();
        var mark = Assert.Single(Marks()).Mark;
        File.WriteAllText(mark, $"1000\n{_folder.Root}\n");
        _folder.Commit();
        Assert.False(File.ReadAllText(mark).StartsWith("1000\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Installing_again_changes_nothing_and_another_program_is_renewed()
    {
        Install();
        var before = Content();
        Install();
        Assert.Equal(before, Content());
        var other = _command with { KnowledgeBase = "work" };
        Assert.All(GitHooks.Status(_folder.Root, other, _folder.Options).Hooks, hook => Assert.Equal(HookState.Other, hook.Value));
        Assert.All(GitHooks.Install(_folder.Root, other, _folder.Options).Hooks, hook => Assert.Equal(HookState.Installed, hook.Value));
        Assert.Equal(1, File.ReadAllText(Path.Combine(HooksFolder, "post-commit")).Split(">>> localrag").Length - 1);
    }

    public static TheoryData<string> Existing => new(
        "#!/bin/sh\ntouch RAN\n", "#!/bin/sh\ntouch RAN\nexec true\n", "#!/usr/bin/env bash\ntouch RAN\nexit 0", "#!/bin/sh", "touch RAN\n", "#!/bin/sh\r\ntouch RAN\r\n",
        "#!/bin/sh\n# ÿ\u0001\ntouch RAN\n", "#!/usr/bin/env python3\nopen('RAN', 'w')\n", "#!/bin/sh\n'''exec' /usr/bin/env python3 \"$0\" \"$@\"\n' '''\nopen('RAN', 'w')\n", "");

    [Theory]
    [MemberData(nameof(Existing))]
    public void What_was_in_a_hook_still_runs_and_is_left_byte_for_byte(string text)
    {
        Directory.CreateDirectory(HooksFolder);
        var bytes = System.Text.Encoding.Latin1.GetBytes(text);
        var hook = Path.Combine(HooksFolder, "post-commit");
        File.WriteAllBytes(hook, bytes);
        MakeExecutable(hook);
        var before = Content();
        Install();
        var isWhole = text.Contains("touch RAN\n", StringComparison.Ordinal) || text.Contains("open(", StringComparison.Ordinal);
        _folder.Git("commit", "--quiet", "--allow-empty", "-m", "with both");
        Assert.Single(Marks());
        if (isWhole) Assert.True(File.Exists(Path.Combine(_folder.Root, "RAN")), "the hook that was there did not run");

        Assert.All(Uninstall().Hooks, state => Assert.Equal(HookState.Absent, state.Value));
        Assert.Equal(before, Content());
    }

    [Fact]
    public void A_hook_that_is_switched_off_or_a_link_stays_so()
    {
        Directory.CreateDirectory(HooksFolder);
        File.WriteAllText(Path.Combine(HooksFolder, "post-commit"), "#!/bin/sh\ntouch RAN\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(HooksFolder, "post-commit"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var shared = Script("shared", "#!/bin/sh\ntouch LINKED\n", _folder.Home);
        File.CreateSymbolicLink(Path.Combine(HooksFolder, "post-checkout"), shared);
        var before = Content();
        Install();
        _folder.Commit();
        Assert.False(File.Exists(Path.Combine(_folder.Root, "RAN")));
        _folder.Git("switch", "--quiet", "--create", "other");
        Assert.True(File.Exists(Path.Combine(_folder.Root, "LINKED")));
        Assert.Equal("#!/bin/sh\ntouch LINKED\n", File.ReadAllText(shared));
        Uninstall();
        Assert.Equal(before, Content());
    }

    [Fact]
    public void A_hook_that_goes_by_its_name_still_finds_it()
    {
        Directory.CreateDirectory(HooksFolder);
        Directory.CreateDirectory(Path.Combine(_folder.Root, "tools"));
        Script("dispatch", "#!/bin/sh\necho \"${0##*/}\" >> SAID\n", Path.Combine(_folder.Root, "tools"));
        foreach (var name in (string[])["post-commit", "post-checkout"]) File.CreateSymbolicLink(Path.Combine(HooksFolder, name), "../../tools/dispatch");
        var before = Content();
        Install();
        _folder.Git("commit", "--quiet", "--allow-empty", "-m", "dispatched");
        _folder.Git("switch", "--quiet", "--create", "other");
        Assert.Equal(["post-commit", "post-checkout"], File.ReadAllLines(Path.Combine(_folder.Root, "SAID")));
        Uninstall();
        Assert.Equal(before, Content());
        Assert.Empty(Directory.EnumerateDirectories(HooksFolder));
    }

    [Fact]
    public void A_commit_from_a_folder_that_is_reached_by_a_link_asks_for_the_folder_itself()
    {
        Install();
        var link = Path.Combine(_folder.Home, "link");
        Directory.CreateSymbolicLink(link, _folder.Root);
        Shell($"cd '{link}' && git -c user.name=Test -c user.email=test@example.org commit --quiet --allow-empty -m linked");
        Assert.Equal(_folder.Root, Assert.Single(Marks()).Folder);
    }

    [Fact]
    public void Hooks_outlive_the_folder_of_the_marks_and_stay_quiet_where_there_is_no_index()
    {
        Install();
        Directory.Delete(_command.Home, recursive: true);
        _folder.Git("commit", "--quiet", "--allow-empty", "-m", "no index");
        Assert.False(Directory.Exists(_command.Home));
        Directory.CreateDirectory(_command.Home);
        File.WriteAllText(Path.Combine(_command.Home, "default.db"), "");
        _folder.Git("commit", "--quiet", "--allow-empty", "-m", "indexed again");
        Assert.Single(Marks());
    }

    [Fact]
    public void A_lost_mode_is_restored_where_the_hook_is_ours_alone()
    {
        if (OperatingSystem.IsWindows()) return;
        Directory.CreateDirectory(HooksFolder);
        Script("post-merge", "#!/bin/sh\ntrue\n", HooksFolder);
        Install();
        foreach (var name in (string[])["post-commit", "post-merge"]) File.SetUnixFileMode(Path.Combine(HooksFolder, name), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var hooks = Install().Hooks.ToDictionary();
        Assert.Equal((HookState.Installed, HookState.NotExecutable), (hooks["post-commit"], hooks["post-merge"]));
    }

    [Fact]
    public void A_damaged_hook_is_named_before_any_is_changed()
    {
        Install();
        var hook = Path.Combine(HooksFolder, "post-merge");
        File.WriteAllText(hook, File.ReadAllText(hook).Replace("<<< localrag", "", StringComparison.Ordinal));
        var before = Content();
        Assert.Contains(hook, Assert.Throws<KnowledgeBaseException>(Uninstall).Message, StringComparison.Ordinal);
        Assert.Equal(before, Content());
    }

    [Fact]
    public void A_hook_that_was_moved_aside_and_replaced_since_is_told_of()
    {
        Directory.CreateDirectory(HooksFolder);
        Script("post-commit", "#!/usr/bin/env python3\n", HooksFolder);
        Install();
        Script("post-commit", "#!/bin/sh\n", HooksFolder);
        Assert.Contains("moved aside", Assert.Single(Uninstall().Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hook_keeps_its_arguments_and_its_input()
    {
        Directory.CreateDirectory(HooksFolder);
        Script("post-rewrite", "#!/bin/sh\necho \"$1\" > SAID\ncat >> SAID\n", HooksFolder);
        Install();
        _folder.Git("commit", "--quiet", "--amend", "--allow-empty", "-m", "amended");
        var said = File.ReadAllLines(Path.Combine(_folder.Root, "SAID"));
        Assert.Equal("amend", said[0]);
        Assert.Contains(_folder.Git("rev-parse", "HEAD").Trim(), said[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Uninstalling_leaves_no_folder_that_was_not_there()
    {
        Directory.Delete(HooksFolder, recursive: true);
        Install();
        Assert.True(File.Exists(Path.Combine(HooksFolder, "post-merge")));
        Uninstall();
        Assert.False(Directory.Exists(HooksFolder));
    }

    [Fact]
    public void A_hooks_path_within_the_working_tree_is_used_and_told_of()
    {
        _folder.Git("config", "core.hooksPath", "tools/hooks");
        Directory.CreateDirectory(Path.Combine(_folder.Root, "docs"));
        var report = Install();
        Assert.Equal(Path.Combine(_folder.Root, "tools", "hooks"), report.Folder);
        Assert.Contains("do not commit", Assert.Single(report.Notes), StringComparison.Ordinal);
        _folder.Git("commit", "--quiet", "--allow-empty", "-m", "with hooks elsewhere");
        Assert.Single(Marks());
        Assert.False(File.Exists(Path.Combine(HooksFolder, "post-commit")));
        Uninstall();
        Assert.Equal(["docs"], Directory.EnumerateDirectories(_folder.Root).Select(Path.GetFileName).Where(name => name != ".git"));
    }

    [Fact]
    public void A_hooks_path_of_the_user_is_used_and_told_of()
    {
        var shared = Path.Combine(_folder.Home, "hooks");
        _folder.Git("config", "--global", "core.hooksPath", shared);
        Assert.Contains("every repository", Assert.Single(Install().Notes), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(shared, "post-commit")));
    }

    [Fact]
    public void A_repository_cannot_have_files_written_elsewhere()
    {
        var elsewhere = Path.Combine(_folder.Home, "autostart");
        _folder.Git("config", "core.hooksPath", elsewhere);
        Assert.Contains("leads out", Assert.Throws<KnowledgeBaseException>(Install).Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(elsewhere));
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("")]
    public void Hooks_that_are_switched_off_are_told_of(string path)
    {
        _folder.Git("config", "core.hooksPath", path);
        Assert.Contains("switched off", Assert.Throws<KnowledgeBaseException>(Install).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_git_is_refused_with_the_remedy()
    {
        var exception = Assert.Throws<KnowledgeBaseException>(() => GitHooks.Install(_folder.Home, _command, _folder.Options));
        Assert.Contains("--watch", exception.Message, StringComparison.Ordinal);
    }

    private HookReport Install() => GitHooks.Install(_folder.Root, _command, _folder.Options);

    private HookReport Uninstall() => GitHooks.Uninstall(_folder.Root, _command, _folder.Options);

    private IReadOnlyList<(string Mark, string Folder)> Marks() => new LocalRag.Watching.PendingUpdates(_command.Home, _command.KnowledgeBase).Read();

    private void Clear()
    {
        foreach (var (mark, _) in Marks()) File.Delete(mark);
    }

    private void AssertAsked(string after)
    {
        Assert.True(Marks().Select(mark => mark.Folder).SequenceEqual([_folder.Root]), $"no mark after {after}");
        Clear();
    }

    private List<string> Content() =>
        [.. new DirectoryInfo(HooksFolder).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => $"{file.Name} {(OperatingSystem.IsWindows() ? "" : file.UnixFileMode)} {file.LinkTarget} {Convert.ToHexString(File.ReadAllBytes(file.FullName))}")];

    private static string Script(string name, string text, string folder)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        MakeExecutable(path);
        return path;
    }

    /// <summary>In a shell, which tells its folder by the links it went through.</summary>
    private void Shell(string line)
    {
        var start = new System.Diagnostics.ProcessStartInfo("sh", ["-c", line]);
        foreach (var (name, value) in _folder.Options.Environment.Variables) start.Environment[name] = value;
        using var process = System.Diagnostics.Process.Start(start)!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    private static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
