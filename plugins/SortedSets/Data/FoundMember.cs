namespace CacheStorm.Plugins.SortedSets.Data;

/// <summary>A member that was found, so that it needn't be found again to be changed. Good until the next change to the sorted set.</summary>
/// <param name="Score">Its score.</param>
/// <param name="Slot">Where a large sorted set's table has it.</param>
/// <param name="Place">Where it stands in a small one.</param>
internal readonly record struct FoundMember(double Score, MemberSlot Slot, int Place);
