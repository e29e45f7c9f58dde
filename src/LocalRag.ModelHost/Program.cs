using LocalRag.ModelHost;
using LocalRag.ModelHost.Benchmarks;
using LocalRag.ModelHost.Hosting;
using LocalRag.ModelHost.Native;

try
{
    if (args is ["bench", .. var rest])
        return await BenchmarkCommand.RunAsync(HostOptions.Parse(rest), Console.Out);
    return await ModelHostServer.RunAsync(HostOptions.Parse(args).RequireAddress(), Console.Out);
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n{HostOptions.Usage}");
    return ExitCodes.Usage;
}
catch (Exception e) when (e is LlamaLibraryException or HostException or IOException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return ExitCodes.Failed;
}
