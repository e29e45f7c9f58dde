using LocalRag.ModelHost.Inference;

namespace LocalRag.ModelHost.Http;

/// <summary>Reads the names of poolings.</summary>
internal static class PoolingReading
{
    /// <summary>Gives the pooling of a name; null for none.</summary>
    /// <exception cref="HostException">No pooling has that name.</exception>
    public static Pooling? Of(string? name) => name switch
    {
        null => null,
        "mean" => Pooling.Mean,
        "cls" => Pooling.Cls,
        "last" => Pooling.Last,
        _ => throw new HostException(HostError.InvalidRequest, $"\"pooling\" is '{name}'; \"mean\", \"cls\" and \"last\" are known."),
    };
}
