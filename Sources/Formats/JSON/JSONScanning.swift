// The tokens of RFC 8259: strings, numbers and literals, found in the window and checked.

/// A string of the window, quotation marks left out.
struct JSONStringSpan {
    var start: Int
    var end: Int
    var hasEscapes: Bool
}

/// A number of the window, and its digits when they are nineteen or fewer.
struct JSONNumber {
    var start: Int
    var end: Int
    var isNegative: Bool
    var mantissa: UInt64
    var exponent: Int
    /// True when the mantissa and the exponent are exactly the number.
    var isExact: Bool

    @inline(__always)
    func text(in input: borrowing InputBuffer) -> UnsafeBufferPointer<UInt8> { input.bytes(start, end) }

    @inline(__always)
    func value(in input: borrowing InputBuffer) -> Double {
        if isExact, let value = decimalValue(mantissa, exponent: exponent) { return isNegative ? -value : value }
        // The text is a valid number, so that Double reads it; what is out of range becomes infinite or zero.
        return Double(String(decoding: text(in: input), as: UTF8.self)) ?? .nan
    }
}

extension JSONReader {
    /// Finds the end of the string whose opening quotation mark comes next.
    @inline(__always)
    mutating func scanString() throws(JSONError) -> JSONStringSpan {
        var span = JSONStringSpan(start: input.position + 1, end: 0, hasEscapes: false)
        var index = span.start
        while true {
            index = endOfPlainText(from: index)
            let byte = input.base[index]
            if byte == ASCII.quote {
                span.end = index
                input.position = index + 1
                return span
            }
            try scanRareCharacter(&index, &span)
        }
    }

    /// The first place that holds something else than a plain character of ASCII.
    @inline(__always)
    private func endOfPlainText(from start: Int) -> Int {
        let base = UnsafeRawPointer(input.base)
        var index = start
        while index + 8 <= input.end {
            let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let ones: UInt64 = 0x0101_0101_0101_0101
            let high: UInt64 = 0x8080_8080_8080_8080
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            let special =
                (word &- (ones &* 0x20)) | (quotes &- ones) | (backslashes &- ones) | word
            if special & high != 0 { break }
            index += 8
        }
        while true {
            let byte = input.base[index]
            if byte < ASCII.space || byte >= 0x80 || byte == ASCII.quote || byte == ASCII.backslash { return index }
            index += 1
        }
    }

    /// Passes an escape, a character outside ASCII, or the end of the window.
    @inline(never)
    private mutating func scanRareCharacter(_ index: inout Int, _ span: inout JSONStringSpan) throws(JSONError) {
        let byte = input.base[index]
        if byte == ASCII.backslash {
            span.hasEscapes = true
            try scanEscape(&index, &span)
        } else if byte >= 0x80 {
            try load(4, &index, &span, orEnd: true)
            let length = UTF8Sequence.length(input.bytes(index, input.end))
            if length == 0 {
                input.position = index
                throw fail(UTF8Sequence.isCut(input.bytes(index, input.end)) ? .truncated : .invalidUTF8)
            }
            index += length
        } else if byte == 0, index == input.end {
            try load(1, &index, &span, orEnd: false)
        } else {
            input.position = index
            throw fail(.controlCharacter(byte))
        }
    }

    private mutating func scanEscape(_ index: inout Int, _ span: inout JSONStringSpan) throws(JSONError) {
        try load(2, &index, &span, orEnd: false)
        switch input.base[index + 1] {
        case ASCII.quote, ASCII.backslash, ASCII.slash, UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 2
        case UInt8(ascii: "u"):
            try load(6, &index, &span, orEnd: false)
            let unit = try hexadecimal(at: index + 2)
            if unit & 0xFC00 == 0xD800 {
                try load(12, &index, &span, orEnd: true)
                guard index + 12 <= input.end, input.base[index + 6] == ASCII.backslash,
                    input.base[index + 7] == UInt8(ascii: "u"), try hexadecimal(at: index + 8) & 0xFC00 == 0xDC00
                else {
                    input.position = index
                    throw fail(.loneSurrogate)
                }
                index += 12
            } else if unit & 0xFC00 == 0xDC00 {
                input.position = index
                throw fail(.loneSurrogate)
            } else {
                index += 6
            }
        case let other:
            input.position = index
            throw fail(.unknownEscape(other))
        }
    }

    /// Makes sure that so many bytes can be looked at from the index on.
    private mutating func load(
        _ count: Int, _ index: inout Int, _ span: inout JSONStringSpan, orEnd: Bool
    ) throws(JSONError) {
        while index + count > input.end {
            if input.isComplete {
                if orEnd { return }
                input.position = input.end
                throw fail(.truncated)
            }
            let shift = try slide(keeping: input.position)
            index -= shift
            span.start -= shift
        }
    }

    private mutating func hexadecimal(at index: Int) throws(JSONError) -> UInt32 {
        var unit: UInt32 = 0
        for place in index..<index + 4 {
            guard let digit = hexadecimalDigit(input.base[place]) else {
                input.position = place
                throw fail(.unknownEscape(input.base[place]))
            }
            unit = unit << 4 | digit
        }
        return unit
    }

    /// Lends the bytes of a string, without its escapes.
    @inline(__always)
    mutating func withBytes<Result>(
        of span: JSONStringSpan, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        let bytes = input.bytes(span.start, span.end)
        if !span.hasEscapes { return body(bytes) }
        scratch.removeAll(keepingCapacity: true)
        unescape(bytes, into: &scratch)
        return scratch.withUnsafeBufferPointer(body)
    }

    /// Finds the end of the number that comes next.
    @inline(__always)
    mutating func scanNumber() throws(JSONError) -> JSONNumber {
        while true {
            var number = JSONNumber(
                start: input.position, end: 0, isNegative: false, mantissa: 0, exponent: 0, isExact: true)
            let isWellFormed = measure(&number)
            if number.end < input.end || input.isComplete {
                input.position = number.end
                if isWellFormed { return number }
                throw fail(number.end == input.end ? .truncated : .malformedNumber)
            }
            // The number touches the end of the window: read more, then measure it again.
            if number.end - number.start > 4096 { throw fail(.tooLong(limit: 4096)) }
            _ = try slide(keeping: number.start)
        }
    }

    /// - Returns: false when the grammar of numbers is broken, at `number.end`.
    @inline(__always)
    private func measure(_ number: inout JSONNumber) -> Bool {
        let base = input.base
        var index = number.start
        var mantissa: UInt64 = 0
        if base[index] == ASCII.minus {
            number.isNegative = true
            index += 1
        }
        let whole = index
        while true {
            let digit = base[index] &- ASCII.zero
            if digit > 9 { break }
            mantissa = mantissa &* 10 &+ UInt64(digit)
            index += 1
        }
        number.end = index
        var digits = index - whole
        if digits == 0 || (digits > 1 && base[whole] == ASCII.zero) { return false }
        if base[index] == ASCII.point {
            index += 1
            let fraction = index
            while true {
                let digit = base[index] &- ASCII.zero
                if digit > 9 { break }
                mantissa = mantissa &* 10 &+ UInt64(digit)
                index += 1
            }
            number.end = index
            if index == fraction { return false }
            digits += index - fraction
            number.exponent = fraction - index
        }
        if base[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            let isNegative = base[index] == ASCII.minus
            if isNegative || base[index] == ASCII.plus { index += 1 }
            let first = index
            var exponent = 0
            while let digit = base[index].digit {
                exponent = min(exponent * 10 + digit, 1_000_000)
                index += 1
            }
            number.end = index
            if index == first { return false }
            number.exponent += isNegative ? -exponent : exponent
        }
        number.mantissa = mantissa
        number.isExact = digits <= 19
        return true
    }

    mutating func scan(_ literal: StaticString) throws(JSONError) {
        for offset in 0..<literal.utf8CodeUnitCount {
            if input.position == input.end {
                if !input.isComplete { _ = try slide(keeping: input.position) }
                if input.position == input.end { throw fail(.truncated) }
            }
            let byte = input.base[input.position]
            guard byte == literal.utf8Start[offset] else { throw fail(.unexpectedByte(byte, expected: .value)) }
            input.position += 1
        }
    }
}

private func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x41 + 10)
    case 0x61...0x66: UInt32(byte - 0x61 + 10)
    default: nil
    }
}

/// Replaces escapes, which were checked, by what they stand for.
private func unescape(_ bytes: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]) {
    func unit(at index: Int) -> UInt32 {
        bytes[index..<index + 4].reduce(0) { $0 << 4 | (hexadecimalDigit($1) ?? 0) }
    }
    var index = 0
    while index < bytes.count {
        let byte = bytes[index]
        if byte != ASCII.backslash {
            output.append(byte)
            index += 1
            continue
        }
        let letter = bytes[index + 1]
        index += 2
        switch letter {
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "u"):
            var code = unit(at: index)
            index += 4
            if code & 0xFC00 == 0xD800 {
                code = 0x10000 + (code & 0x3FF) << 10 + unit(at: index + 2) & 0x3FF
                index += 6
            }
            UTF8Sequence.append(code, to: &output)
        default: output.append(letter)
        }
    }
}
