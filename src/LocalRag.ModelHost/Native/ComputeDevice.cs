namespace LocalRag.ModelHost.Native;

/// <summary>A processor that llama.cpp may compute on.</summary>
/// <param name="Name">Its short name, such as <c>CPU</c> or <c>CUDA0</c>.</param>
/// <param name="Description">Its maker's name for it.</param>
/// <param name="IsGpu">Whether it is a GPU, of its own or within the processor.</param>
/// <param name="FreeBytes">Memory that is free on it.</param>
/// <param name="TotalBytes">Memory that it has.</param>
internal sealed record ComputeDevice(string Name, string Description, bool IsGpu, long FreeBytes, long TotalBytes)
{
    private const int Gpu = 1;
    private const int IntegratedGpu = 2;

    public static unsafe List<ComputeDevice> All()
    {
        var devices = new List<ComputeDevice>();
        for (nuint i = 0; i < Ggml.ggml_backend_dev_count(); i++)
        {
            var device = Ggml.ggml_backend_dev_get(i);
            nuint free, total;
            Ggml.ggml_backend_dev_memory(device, &free, &total);
            devices.Add(new ComputeDevice(
                NativeText.Read(Ggml.ggml_backend_dev_name(device)) ?? "",
                NativeText.Read(Ggml.ggml_backend_dev_description(device)) ?? "",
                Ggml.ggml_backend_dev_type(device) is Gpu or IntegratedGpu,
                (long)free,
                (long)total));
        }

        return devices;
    }
}
