using System.Diagnostics;
using System.Runtime.Versioning;
using LocalRag.Chunking;
using LocalRag.Documents;
using static LocalRag.Tests.Chunking.ChunkInvariants;

namespace LocalRag.Tests.Chunking;

public sealed class AstGrepTests
{
    [Fact]
    public async Task Cancellation_kills_the_process()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("A program that waits is a shell script here.");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("localrag-test-");
        try
        {
            var (program, started) = WaitingProgram(folder.FullName);
            using var cancellation = new CancellationTokenSource();
            var scan = new AstGrep(program).ScanAsync([(Document("a.py", "x = 1\n"), SyntaxGrammars.Of("python")!)], cancellation.Token);
            var id = int.Parse((await File.ReadAllTextAsync(started, TestContext.Current.CancellationToken)).Trim(), System.Globalization.CultureInfo.InvariantCulture);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scan);
            Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_program_that_takes_too_long_costs_its_batch_and_no_more()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("A program that waits is a shell script here.");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("localrag-test-");
        try
        {
            var (program, started) = WaitingProgram(folder.FullName);
            var scan = new AstGrep(program) { TimeLimit = TimeSpan.FromMilliseconds(500) }
                .ScanAsync([(Document("a.py", "x = 1\n"), SyntaxGrammars.Of("python")!)], TestContext.Current.CancellationToken);
            await File.ReadAllTextAsync(started, TestContext.Current.CancellationToken);
            Assert.Contains("took too long", (await Assert.ThrowsAsync<AstGrepException>(() => scan)).Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Every_rule_of_every_grammar_is_one_that_ast_grep_takes()
    {
        Assert.All(SyntaxGrammars.Languages, language =>
        {
            var scan = new AstGrep(NativeParts.ProgramPath("ast-grep")).ScanAsync([(Document("x", "x\n"), SyntaxGrammars.Of(language)!)], CancellationToken.None);
            Assert.Single(scan.GetAwaiter().GetResult());
        });
    }

    // A pipe tells the test that the program runs: whoever reads it waits until the program writes.
    [UnsupportedOSPlatform("windows")]
    private static (string Program, string Started) WaitingProgram(string folder)
    {
        var program = Path.Combine(folder, "waits");
        var started = Path.Combine(folder, "started");
        Process.Start("mkfifo", started).WaitForExit();
        File.WriteAllText(program, $"#!/bin/sh\necho $$ > '{started}'\nexec /bin/sleep 600\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return (program, started);
    }
    [Fact]
    public async Task What_a_killed_run_left_goes_and_what_another_run_works_on_stays()
    {
        var left = Directory.CreateTempSubdirectory("localrag-syntax-");
        var inUse = Directory.CreateTempSubdirectory("localrag-syntax-");
        try
        {
            File.WriteAllText(Path.Combine(left.FullName, "000000.py"), "x = 1\n");
            Directory.SetLastWriteTimeUtc(left.FullName, DateTime.UtcNow.AddHours(-2));

            await new AstGrep(NativeParts.ProgramPath("ast-grep")).ScanAsync([(Document("a.py", "x = 1\n"), SyntaxGrammars.Of("python")!)], TestContext.Current.CancellationToken);

            Assert.False(Directory.Exists(left.FullName));
            Assert.True(Directory.Exists(inUse.FullName));
        }
        finally
        {
            inUse.Delete();
            if (Directory.Exists(left.FullName)) left.Delete(recursive: true);
        }
    }

}
