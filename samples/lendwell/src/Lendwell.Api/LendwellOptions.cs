namespace Lendwell.Api;

/// <summary>The section <c>Lendwell</c> of appsettings.json.</summary>
public sealed class LendwellOptions
{
    /// <summary>The SQLite file. Everything that Lendwell knows is in it.</summary>
    public string DatabasePath { get; init; } = "lendwell.db";

    /// <summary>Keys that sign member tokens, by key id, in Base64. The first one signs; the others still verify.</summary>
    public Dictionary<string, string> SigningKeys { get; init; } = [];

    public TimeSpan TokenLifetime { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Where reminders are sent to be mailed.</summary>
    public Uri MailGateway { get; init; } = new("http://localhost:8025/");
}
