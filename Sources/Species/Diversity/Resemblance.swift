extension AbundanceSample {
    /// The dissimilarity of Bray and Curtis, Σ|a − b| / Σ(a + b) (An ordination of the upland forest communities of southern
    /// Wisconsin, Ecological Monographs 27, 1957): from 0, the same counts, to 1, no species in common. nil when both
    /// samples are empty.
    public func brayCurtis(_ other: AbundanceSample) -> Double? {
        let all = individuals + other.individuals
        guard all > 0 else { return nil }
        let common = counts.reduce(0) { $0 + min($1.value, other.counts[$1.key] ?? 0) }
        return Double(all - 2 * common) / Double(all)
    }

    /// Jaccard's dissimilarity, the share of the species of both samples that are in one only (The distribution of the flora
    /// in the alpine zone, New Phytologist 11, 1912). nil when both samples are empty.
    public func jaccard(_ other: AbundanceSample) -> Double? {
        let common = commonSpecies(other)
        let all = counts.count + other.counts.count - common
        return all > 0 ? Double(all - common) / Double(all) : nil
    }

    /// Sørensen's dissimilarity, 1 − 2c/(a + b), a and b being the species of each sample and c those in both (1948). nil
    /// when both samples are empty.
    public func sorensen(_ other: AbundanceSample) -> Double? {
        let sum = counts.count + other.counts.count
        return sum > 0 ? Double(sum - 2 * commonSpecies(other)) / Double(sum) : nil
    }

    private func commonSpecies(_ other: AbundanceSample) -> Int {
        counts.keys.reduce(0) { $0 + (other.counts[$1] == nil ? 0 : 1) }
    }
}
