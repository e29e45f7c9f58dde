using System.Globalization;
using Lendwell.Domain;

namespace Lendwell.Api;

/// <summary>Builds the opening days from the section <c>Branches</c>, which is made from config/branches.yaml.</summary>
internal static class BranchCalendar
{
    public static OpeningDays Load(IConfiguration configuration)
    {
        var closed = configuration.GetSection("Branches").GetChildren().ToDictionary(
            branch => branch.Key,
            branch => (IReadOnlySet<DayOfWeek>)branch.GetSection("Closed").GetChildren()
                .Select(day => Enum.Parse<DayOfWeek>(day.Value!))
                .ToHashSet());
        var holidays = configuration.GetSection("PublicHolidays").GetChildren()
            .Select(day => DateOnly.Parse(day.Value!, CultureInfo.InvariantCulture))
            .ToHashSet();
        return new OpeningDays(closed, holidays);
    }
}
