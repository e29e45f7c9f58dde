using LocalRag.Sources;

namespace LocalRag.Watching;

/// <summary>Estimates how long changed files take to be taken in, and learns from how long they took.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class UpdateEstimate
{
    // Measured with a release build on two cores: opening the index and publishing, one file's share, and a megabyte of C#.
    private const double RunMilliseconds = 20;
    private const double FileMilliseconds = 1.5;
    private const double MegabyteMilliseconds = 700;
    private const double Learning = 0.3;

    // A busy machine slows the search as much as the update: one file must never be refused for that alone.
    private const double MaxFactor = 4;

    // A process's first run also compiles the code that it runs, which tells nothing about the second.
    private bool _isFirst = true;
    private double _factor = 1;

    /// <param name="unpublished">Documents of an interrupted run that the update publishes as well.</param>
    public TimeSpan Of(WorktreeChanges changes, int unpublished) => TimeSpan.FromMilliseconds(_factor * Plain(changes, unpublished));

    public void Learn(WorktreeChanges changes, int unpublished, TimeSpan took)
    {
        if (!_isFirst) _factor = Math.Clamp(_factor + (Learning * ((took.TotalMilliseconds / Plain(changes, unpublished)) - _factor)), 0.2, MaxFactor);
        _isFirst = false;
    }

    /// <summary>Forgets a little of what was learned: one slow hour must not keep every later update from being tried.</summary>
    public void Forget() => _factor += (1 - _factor) / 10;

    private static double Plain(WorktreeChanges changes, int unpublished)
    {
        var bytes = changes.Added.Concat(changes.Changed).Sum(file => file.Size);
        return RunMilliseconds + (FileMilliseconds * (changes.Count + unpublished)) + (MegabyteMilliseconds * bytes / (1 << 20));
    }
}
