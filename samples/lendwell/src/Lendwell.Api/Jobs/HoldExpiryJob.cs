using Lendwell.Domain;

namespace Lendwell.Api.Jobs;

/// <summary>Clears the hold shelf: a hold that nobody has collected in time expires, and the desk hands the copy on.</summary>
internal sealed class HoldExpiryJob(IHoldBook holds, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await ExpireAsync(stoppingToken);
        }
    }

    /// <summary>Marks every hold whose last shelf day has passed as expired, and says how many there were.</summary>
    internal async Task<int> ExpireAsync(CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetLocalNow().Date);
        var expired = (await holds.OnShelfAsync(branch: null, cancellationToken)).Where(hold => hold.ShelfUntil < today).ToList();
        foreach (var hold in expired)
        {
            await holds.SaveAsync(hold with { State = HoldState.Expired }, cancellationToken);
        }

        return expired.Count;
    }
}
