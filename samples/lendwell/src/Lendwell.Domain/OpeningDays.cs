namespace Lendwell.Domain;

/// <summary>Knows on which days each branch is open. Read from <c>config/branches.yaml</c> at start.</summary>
public sealed class OpeningDays(
    IReadOnlyDictionary<string, IReadOnlySet<DayOfWeek>> closedWeekdays,
    IReadOnlySet<DateOnly> publicHolidays)
{
    public bool IsOpen(string branch, DateOnly day) =>
        !publicHolidays.Contains(day)
        && !(closedWeekdays.TryGetValue(branch, out var closed) && closed.Contains(day.DayOfWeek));

    /// <summary>Counts the open days from one day to another, both included.</summary>
    public int Count(string branch, DateOnly from, DateOnly to)
    {
        var open = 0;
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            if (IsOpen(branch, day))
            {
                open++;
            }
        }

        return open;
    }

    /// <summary>The day on which a number of open days has passed, the day itself not counted.</summary>
    public DateOnly After(string branch, DateOnly day, int openDays)
    {
        while (openDays > 0)
        {
            day = day.AddDays(1);
            if (IsOpen(branch, day))
            {
                openDays--;
            }
        }

        return day;
    }
}
