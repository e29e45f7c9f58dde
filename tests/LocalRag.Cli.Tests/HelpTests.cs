using System.Diagnostics;

namespace LocalRag.Cli.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly Localrag _localrag = new();

    public void Dispose() => _localrag.Dispose();

    [Theory]
    [InlineData("index")]
    [InlineData("search")]
    [InlineData("ask")]
    [InlineData("status")]
    [InlineData("doctor")]
    [InlineData("eval")]
    [InlineData("remove")]
    [InlineData("backup")]
    [InlineData("restore")]
    [InlineData("completion")]
    public async Task Help_of_each_command_shows_how_it_is_called_and_examples(string command)
    {
        var outcome = await _localrag.RunAsync(command, "--help");

        Assert.Equal(0, outcome.Code);
        Assert.Contains($"localrag {command}", outcome.Out);
        Assert.Contains("Examples:", outcome.Out);
    }

    [Fact]
    public async Task The_program_suggests_what_may_follow()
    {
        var options = await _localrag.RunAsync("[suggest:20]", "localrag search --la");
        var shells = await _localrag.RunAsync("[suggest:20]", "localrag completion ");

        Assert.Contains("--lang", options.Out);
        Assert.Contains("bash", shells.Out);
    }

    [Fact]
    public async Task Bash_takes_the_completion_script()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no bash.");
        var script = await _localrag.RunAsync("completion", "bash");

        using var bash = Process.Start(new ProcessStartInfo("bash", ["-c", script.Out + "\ncomplete -p localrag"]) { RedirectStandardOutput = true })!;
        var registered = await bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, bash.ExitCode);
        Assert.Contains("_localrag", registered);
    }

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Other_shells_get_a_script_that_asks_the_program(string shell)
    {
        var outcome = await _localrag.RunAsync("completion", shell);

        Assert.Equal(0, outcome.Code);
        Assert.Contains("[suggest:", outcome.Out);
    }
}
