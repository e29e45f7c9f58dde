using LocalRag.Health;
using LocalRag.Web.Health;
using Microsoft.AspNetCore.Components;

namespace LocalRag.Web.Components.Pages;

/// <summary>The Health page: what <c>localrag doctor</c> would say of this server.</summary>
public sealed partial class HealthCheck : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IReadOnlyList<Finding>? _findings;

    [Inject]
    private ServerCheckup Checkup { get; set; } = null!;

    private string Summary => (_findings?.Count(finding => finding.Verdict != Verdict.Ok) ?? 0) switch
    {
        0 => "All is well.",
        var count => $"{Wording.Count(count, "thing")} to look at.",
    };

    public void Dispose()
    {
        _gone.Cancel();
        _gone.Dispose();
    }

    protected override Task OnInitializedAsync() => LookAsync();

    private static string Say(Verdict verdict) => verdict switch { Verdict.Ok => "fine", Verdict.Warn => "take a look", _ => "broken" };

    private static string ClassOf(Verdict verdict) => verdict switch { Verdict.Ok => "verdict-ok", Verdict.Warn => "verdict-warn", _ => "verdict-fail" };

    private static string IconOf(Verdict verdict) => verdict switch { Verdict.Ok => "check-circle", Verdict.Warn => "exclamation-triangle", _ => "x-circle" };

    private async Task LookAsync()
    {
        _findings = null;
        try
        {
            _findings = await Checkup.RunAsync(_gone.Token);
        }
        catch (OperationCanceledException)
        {
            // The reader left before the checks had ended.
        }
    }
}
