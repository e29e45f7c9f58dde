using LocalRag.ModelHost.Hosting;
using LocalRag.ModelHost.Native;

try
{
    return await ModelHostServer.RunAsync(HostOptions.Parse(args).RequireAddress(), Console.Out);
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync($"{e.Message}\n{HostOptions.Usage}");
    return ExitCodes.Usage;
}
catch (Exception e) when (e is LlamaLibraryException or IOException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return ExitCodes.Failed;
}
