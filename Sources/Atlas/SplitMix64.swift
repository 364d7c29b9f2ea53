/// SplitMix64, the 64-bit generator of Steele, Lea and Flood (Fast Splittable Pseudorandom Number Generators, OOPSLA 2014,
/// doi:10.1145/2660193.2660195), with the constants of Vigna's public-domain `splitmix64.c`: one seed, one sequence, on
/// every machine.
package struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to 1, 1 excluded: the 53 high bits of the next one, over 2⁵³.
    package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
