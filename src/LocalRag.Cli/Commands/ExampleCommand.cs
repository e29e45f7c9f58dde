using System.CommandLine;

namespace LocalRag.Cli.Commands;

/// <summary>A command whose help ends with examples.</summary>
internal abstract class ExampleCommand(string name, string description) : Command(name, description)
{
    /// <summary>Each a line to type and what it shows.</summary>
    public IReadOnlyList<(string Line, string Meaning)> Examples { get; protected init; } = [];
}
