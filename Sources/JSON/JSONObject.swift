extension JSON {
    /// An object that keeps the order of its keys. If a key occurs twice, the later value wins, as in PHP and
    /// JavaScript.
    public struct Object: Sendable, Hashable, ExpressibleByDictionaryLiteral {
        public private(set) var entries: [(key: String, value: JSON)]
        /// The index of each key. Only objects with many keys have it; small objects are searched linearly.
        private var positions: [String: Int]?
        private static let indexedFrom = 16

        public init(_ entries: [(String, JSON)] = []) {
            self.entries = []
            self.entries.reserveCapacity(entries.count)
            for (key, value) in entries { self[key] = value }
        }

        public init(dictionaryLiteral elements: (String, JSON)...) { self.init(elements) }

        public subscript(key: String) -> JSON? {
            get { position(of: key).map { entries[$0].value } }
            set {
                switch (position(of: key), newValue) {
                case (let position?, let value?): entries[position].value = value
                case (let position?, nil):
                    entries.remove(at: position)
                    positions = nil
                    indexIfLarge()
                case (nil, let value?):
                    entries.append((key, value))
                    if positions != nil {
                        positions?[key] = entries.count - 1
                    } else {
                        indexIfLarge()
                    }
                case (nil, nil): break
                }
            }
        }

        public var keys: [String] { entries.map(\.key) }
        public var isEmpty: Bool { entries.isEmpty }

        private func position(of key: String) -> Int? {
            if let positions { return positions[key] }
            return entries.firstIndex { $0.key == key }
        }

        private mutating func indexIfLarge() {
            guard entries.count >= Object.indexedFrom else { return }
            positions = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.key, $0) })
        }

        public static func == (left: Object, right: Object) -> Bool {
            left.entries.elementsEqual(right.entries) { $0.key == $1.key && $0.value == $1.value }
        }

        public func hash(into hasher: inout Hasher) {
            for entry in entries {
                hasher.combine(entry.key)
                hasher.combine(entry.value)
            }
        }
    }
}
