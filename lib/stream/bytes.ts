/** Appends unsigned integers of variable length: seven bits per byte, lowest first. */
export class ByteWriter {
  private bytes = new Uint8Array(256)
  private length = 0

  /** Appends one byte. */
  byte(value: number): void {
    if (this.length === this.bytes.length) this.grow()
    this.bytes[this.length++] = value
  }

  /** Appends an integer of 0 to 2^53 - 1 in one to eight bytes. */
  uint(value: number): void {
    let rest = value
    // Division, not shifts: sequence numbers and instants do not fit in 32 bits.
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80)
      rest = Math.floor(rest / 0x80)
    }
    this.byte(rest)
  }

  /** Returns a copy of what was written. */
  done(): Uint8Array {
    return this.bytes.slice(0, this.length)
  }

  private grow(): void {
    const wider = new Uint8Array(this.bytes.length * 2)
    wider.set(this.bytes)
    this.bytes = wider
  }
}

/** Reads what a `ByteWriter` wrote; throws a RangeError where the bytes end too early. */
export class ByteReader {
  private offset = 0

  constructor(private readonly bytes: Uint8Array) {}

  byte(): number {
    const value = this.bytes[this.offset++]
    if (value === undefined) throw new RangeError('the frame ends in the middle of a value')
    return value
  }

  uint(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.byte()
      value += (byte & 0x7f) * scale
      if (!Number.isSafeInteger(value)) throw new RangeError('a number of the frame is beyond 2^53')
      if (byte < 0x80) return value
      scale *= 0x80
    }
  }

  /** Tells whether everything was read. */
  atEnd(): boolean {
    return this.offset === this.bytes.length
  }
}
