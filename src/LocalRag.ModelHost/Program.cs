using LocalRag.ModelHost.Native;
var library = LlamaLibrary.Load(null);
Console.WriteLine($"{library.Release} {string.Join(", ", library.Devices)} cores {PhysicalCores.Count()}");
