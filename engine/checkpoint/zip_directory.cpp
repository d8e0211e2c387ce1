// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/zip_directory.h"

#include "engine/checkpoint/byte_reader.h"
#include "engine/checkpoint/checkpoint_failure.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace trutina::engine {

namespace {

// Record signatures and fixed lengths of the zip format.
constexpr std::uint32_t kEntrySignature = 0x04034b50;
constexpr std::uint32_t kDirectorySignature = 0x02014b50;
constexpr std::uint32_t kEndSignature = 0x06054b50;
constexpr std::uint32_t kEnd64Signature = 0x06064b50;
constexpr std::uint32_t kEnd64LocatorSignature = 0x07064b50;
constexpr std::size_t kEndLength = 22;
constexpr std::size_t kEnd64LocatorLength = 20;
constexpr std::size_t kLongestComment = 0xffff;
constexpr std::uint16_t kZip64Field = 0x0001;
constexpr std::uint16_t kIn64BitField16 = 0xffff;
constexpr std::uint32_t kIn64BitField32 = 0xffffffff;
constexpr std::uint64_t kMostEntries = 1'000'000;
constexpr std::uint16_t kEncrypted = 0x0001;

/// Where the directory of the archive lies.
struct Directory {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;
    std::uint64_t entries = 0;
};

/// One line of the directory.
struct DirectoryEntry {
    std::string name;
    std::uint64_t size = 0;
    std::uint64_t offset = 0; ///< of the entry's own header
};

/// The part of an archive that an entry fills, header included.
struct Extent {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

class ZipReader {
  public:
    ZipReader(std::span<const std::byte> bytes, const std::string& file) : m_bytes(bytes), m_file(file) {}

    [[nodiscard]] std::map<std::string, std::span<const std::byte>> read() {
        const std::size_t end = findEnd();
        const Directory directory = readEnd(end);
        if (directory.offset > end || directory.size > end - directory.offset) {
            refuseDamaged(m_file, "the zip directory reaches beyond the end of the file");
        }
        if (directory.entries > kMostEntries) {
            refuseUnsupported(m_file, "its zip directory holds more than a million entries", "Check where the file comes from.");
        }
        ByteReader reader(m_bytes.subspan(static_cast<std::size_t>(directory.offset), static_cast<std::size_t>(directory.size)),
                          m_file, "the zip directory");
        std::map<std::string, std::span<const std::byte>> entries;
        std::vector<Extent> extents;
        for (std::uint64_t i = 0; i < directory.entries; ++i) {
            DirectoryEntry entry = readDirectoryEntry(reader);
            const auto data = locate(entry, directory.offset, extents);
            if (!entries.emplace(std::move(entry.name), data).second) {
                refuseDamaged(m_file, "the zip archive holds a name twice");
            }
        }
        checkOverlap(extents);
        return entries;
    }

  private:
    [[nodiscard]] ByteReader readerAt(std::uint64_t offset, const std::string& part) const {
        if (offset > m_bytes.size()) {
            refuseDamaged(m_file, part + " lies beyond the end of the file");
        }
        return {m_bytes.subspan(static_cast<std::size_t>(offset)), m_file, part};
    }

    /// The end record stands last, in front of a comment of at most 65535 bytes.
    [[nodiscard]] std::size_t findEnd() const {
        if (m_bytes.size() >= kEndLength) {
            const std::size_t last = m_bytes.size() - kEndLength;
            const std::size_t first = last > kLongestComment ? last - kLongestComment : 0;
            for (std::size_t at = last + 1; at-- > first;) {
                ByteReader reader = readerAt(at, "the end record of the zip archive");
                if (reader.u32() == kEndSignature) {
                    reader.skip(kEndLength - 6);
                    if (reader.u16() == last - at) {
                        return at;
                    }
                }
            }
        }
        refuseDamaged(m_file, "the zip archive has no end record, so the file was probably cut short");
    }

    [[nodiscard]] Directory readEnd(std::size_t end) const {
        ByteReader reader = readerAt(end + 4, "the end record of the zip archive");
        const std::uint16_t disk = reader.u16();
        const std::uint16_t directoryDisk = reader.u16();
        const std::uint16_t entriesHere = reader.u16();
        const std::uint16_t entries = reader.u16();
        const std::uint32_t size = reader.u32();
        const std::uint32_t offset = reader.u32();
        if (entries == kIn64BitField16 || size == kIn64BitField32 || offset == kIn64BitField32) {
            return readEnd64(end);
        }
        if (disk != 0 || directoryDisk != 0 || entriesHere != entries) {
            refuseDamaged(m_file, "the zip archive is split over several files");
        }
        return {offset, size, entries};
    }

    [[nodiscard]] Directory readEnd64(std::size_t end) const {
        if (end < kEnd64LocatorLength) {
            refuseDamaged(m_file, "the zip archive lacks its 64-bit end record");
        }
        ByteReader locator = readerAt(end - kEnd64LocatorLength, "the locator of the 64-bit end record");
        if (locator.u32() != kEnd64LocatorSignature) {
            refuseDamaged(m_file, "the zip archive lacks its 64-bit end record");
        }
        locator.skip(4);
        ByteReader reader = readerAt(locator.u64(), "the 64-bit end record");
        if (reader.u32() != kEnd64Signature) {
            refuseDamaged(m_file, "the zip archive lacks its 64-bit end record");
        }
        reader.skip(8 + 2 + 2 + 4 + 4); // own length, versions, disks
        const std::uint64_t entriesHere = reader.u64();
        const std::uint64_t entries = reader.u64();
        const std::uint64_t size = reader.u64();
        const std::uint64_t offset = reader.u64();
        if (entriesHere != entries) {
            refuseDamaged(m_file, "the zip archive is split over several files");
        }
        return {offset, size, entries};
    }

    [[nodiscard]] DirectoryEntry readDirectoryEntry(ByteReader& reader) const {
        if (reader.u32() != kDirectorySignature) {
            refuseDamaged(m_file, "the zip directory holds something that is no entry");
        }
        reader.skip(4); // versions
        const std::uint16_t flags = reader.u16();
        const std::uint16_t method = reader.u16();
        reader.skip(4 + 4); // time, checksum
        std::uint64_t storedSize = reader.u32();
        std::uint64_t size = reader.u32();
        const std::uint16_t nameLength = reader.u16();
        const std::uint16_t extraLength = reader.u16();
        const std::uint16_t commentLength = reader.u16();
        reader.skip(2 + 2 + 4); // disk, attributes
        std::uint64_t offset = reader.u32();
        std::string name(reader.takeText(nameLength));
        readWideFields(reader.take(extraLength), size, storedSize, offset);
        reader.skip(commentLength);

        if ((flags & kEncrypted) != 0) {
            refuseUnsupported(m_file, "its entry " + quotedText(name) + " is encrypted",
                              "Save the checkpoint without encryption.");
        }
        if (method != 0) {
            refuseUnsupported(m_file, "its entry " + quotedText(name) + " is compressed, which torch never does",
                              "Save the checkpoint again with torch.save.");
        }
        if (storedSize != size) {
            refuseDamaged(m_file, "the entry " + quotedText(name) + " has two different sizes");
        }
        return {std::move(name), size, offset};
    }

    /// Fields that do not fit 32 bits stand in an extra field, in this order, those only that do not fit.
    void readWideFields(std::span<const std::byte> extra, std::uint64_t& size, std::uint64_t& storedSize,
                        std::uint64_t& offset) const {
        ByteReader fields(extra, m_file, "an extra field of the zip directory");
        while (fields.remaining() >= 4) {
            const std::uint16_t id = fields.u16();
            const auto content = fields.take(fields.u16());
            if (id != kZip64Field) {
                continue;
            }
            ByteReader wide(content, m_file, "a 64-bit field of the zip directory");
            for (std::uint64_t* value : {&size, &storedSize, &offset}) {
                if (*value == kIn64BitField32) {
                    *value = wide.u64();
                }
            }
            return;
        }
    }

    [[nodiscard]] std::span<const std::byte> locate(const DirectoryEntry& entry, std::uint64_t directoryOffset,
                                                    std::vector<Extent>& extents) const {
        ByteReader reader = readerAt(entry.offset, "the header of entry " + quotedText(entry.name));
        if (reader.u32() != kEntrySignature) {
            refuseDamaged(m_file, "the entry " + quotedText(entry.name) + " is not where the zip directory says");
        }
        reader.skip(2 + 2 + 2 + 4 + 4 + 4 + 4); // version, flags, method, time, checksum, sizes: those of the directory count
        const std::uint16_t nameLength = reader.u16();
        const std::uint16_t extraLength = reader.u16();
        if (reader.takeText(nameLength) != entry.name) {
            refuseDamaged(m_file, "the entry " + quotedText(entry.name) + " has another name in its own header");
        }
        reader.skip(extraLength);
        const std::uint64_t begin = m_bytes.size() - reader.remaining();
        if (begin > directoryOffset || entry.size > directoryOffset - begin) {
            refuseDamaged(m_file, "the entry " + quotedText(entry.name) + " reaches beyond the data of the archive");
        }
        extents.push_back({entry.offset, begin + entry.size});
        return reader.take(entry.size);
    }

    void checkOverlap(std::vector<Extent>& extents) const {
        std::ranges::sort(extents, {}, &Extent::begin);
        const auto overlap =
            std::ranges::adjacent_find(extents, [](const Extent& a, const Extent& b) { return b.begin < a.end; });
        if (overlap != extents.end()) {
            refuseDamaged(m_file, "entries of the zip archive overlap");
        }
    }

    std::span<const std::byte> m_bytes;
    const std::string& m_file;
};

} // namespace

std::map<std::string, std::span<const std::byte>> readZipDirectory(std::span<const std::byte> bytes, const std::string& file) {
    return ZipReader(bytes, file).read();
}

} // namespace trutina::engine
