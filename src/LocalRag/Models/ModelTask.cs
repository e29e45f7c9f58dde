namespace LocalRag.Models;

/// <summary>The kind of work that a model is wanted for.</summary>
public enum ModelTask
{
    Code,
    Prose,
    Japanese,

    /// <summary>Whatever answers fastest and is still of use.</summary>
    Speed,
}
