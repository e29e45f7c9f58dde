namespace LocalRag.Models.Hardware;

/// <summary>What a machine brings to running models.</summary>
public sealed record HardwareProfile
{
    /// <summary>Physical cores that this process may use: two threads of one core decode no faster than one.</summary>
    public required int PhysicalCores { get; init; }

    /// <summary>Hardware threads that this process may use.</summary>
    public required int LogicalCores { get; init; }

    /// <summary>Bytes of memory that this process may use: the machine's, or the container's limit where that is lower.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Bytes a second that all cores together read from memory; what bounds a generator's speed.</summary>
    public required double MemoryBandwidth { get; init; }

    public required IReadOnlyList<Gpu> Gpus { get; init; }
}

/// <summary>A graphics card.</summary>
/// <param name="MemoryBytes">Its own memory, or what it may use of the machine's.</param>
/// <param name="Bandwidth">Bytes a second; null where it is not known.</param>
/// <param name="Shared">True where its memory is the machine's.</param>
public sealed record Gpu(string Name, long MemoryBytes, double? Bandwidth, bool Shared = false);
