namespace LocalRag.Models.Store;

/// <summary>Asks how much room a disk has.</summary>
internal static class DiskSpace
{
    /// <summary>Bytes free for this user on the disk of an existing folder.</summary>
    public static long FreeBytes(string folder) => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
}
