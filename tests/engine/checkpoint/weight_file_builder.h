// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/error.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Weight files made by hand, byte by byte, for tests that need no golden file.
namespace trutina::testing {

[[nodiscard]] inline std::string littleEndian(std::uint64_t value, std::size_t bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i) {
        text += static_cast<char>(i < sizeof(value) ? (value >> (8 * i)) & 0xFFU : 0U);
    }
    return text;
}

[[nodiscard]] inline std::string safetensors(std::string_view header, std::string_view data) {
    return littleEndian(header.size(), 8) + std::string(header) + std::string(data);
}

/// Bytes in memory of exactly their size, so that a sanitizer sees every step beyond the end.
class Bytes {
  public:
    explicit Bytes(std::string_view text) : m_bytes(text.size()) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            m_bytes[i] = static_cast<std::byte>(text[i]);
        }
        m_bytes.shrink_to_fit();
    }
    [[nodiscard]] std::span<const std::byte> span() const { return m_bytes; }

  private:
    std::vector<std::byte> m_bytes;
};

/// A zip archive with stored entries. The fields that tests damage are public.
class ZipBuilder {
  public:
    struct Entry {
        std::string name;
        std::string content;
        std::string nameInHeader; ///< empty: the same
        std::uint16_t flags = 0;
        std::uint16_t method = 0;
        std::uint32_t storedSizeDifference = 0;
        std::uint32_t offsetDifference = 0;
    };

    ZipBuilder& add(Entry entry) {
        m_entries.push_back(std::move(entry));
        return *this;
    }
    ZipBuilder& add(std::string name, std::string content) {
        return add(Entry{std::move(name), std::move(content), {}, 0, 0, 0, 0});
    }
    ZipBuilder& wide(bool isWide) {
        m_isWide = isWide;
        return *this;
    }
    ZipBuilder& comment(std::string text) {
        m_comment = std::move(text);
        return *this;
    }

    [[nodiscard]] std::string bytes() const {
        std::string archive;
        std::string directory;
        for (const Entry& entry : m_entries) {
            const auto offset = archive.size() + entry.offsetDifference;
            const std::string own = entry.nameInHeader.empty() ? entry.name : entry.nameInHeader;
            archive += "PK\x03\x04" + littleEndian(0, 2) + littleEndian(entry.flags, 2) + littleEndian(entry.method, 2) +
                       littleEndian(0, 16) + littleEndian(own.size(), 2) + littleEndian(0, 2) + own + entry.content;
            const std::string extra =
                m_isWide ? littleEndian(1, 2) + littleEndian(24, 2) + littleEndian(entry.content.size(), 8) +
                               littleEndian(entry.content.size() + entry.storedSizeDifference, 8) + littleEndian(offset, 8)
                         : "";
            directory += "PK\x01\x02" + littleEndian(0, 4) + littleEndian(entry.flags, 2) + littleEndian(entry.method, 2) +
                         littleEndian(0, 8) + narrow(entry.content.size() + entry.storedSizeDifference) +
                         narrow(entry.content.size()) + littleEndian(entry.name.size(), 2) + littleEndian(extra.size(), 2) +
                         littleEndian(0, 2 + 2 + 2 + 4) + narrow(offset) + entry.name + extra;
        }
        const auto start = archive.size();
        archive += directory;
        if (m_isWide) {
            const auto end64 = archive.size();
            archive += "PK\x06\x06" + littleEndian(44, 8) + littleEndian(0, 4 + 4 + 4) + littleEndian(m_entries.size(), 8) +
                       littleEndian(m_entries.size(), 8) + littleEndian(directory.size(), 8) + littleEndian(start, 8);
            archive += "PK\x06\x07" + littleEndian(0, 4) + littleEndian(end64, 8) + littleEndian(1, 4);
        }
        const std::uint64_t count = m_isWide ? 0xFFFF : m_entries.size();
        archive += "PK\x05\x06" + littleEndian(0, 4) + littleEndian(count, 2) + littleEndian(count, 2) +
                   narrow(directory.size()) + narrow(start) + littleEndian(m_comment.size(), 2) + m_comment;
        return archive;
    }

  private:
    [[nodiscard]] std::string narrow(std::uint64_t value) const { return littleEndian(m_isWide ? 0xFFFFFFFF : value, 4); }

    std::vector<Entry> m_entries;
    std::string m_comment;
    bool m_isWide = false;
};

/// The opcodes of a state dict's pickle, as texts to be joined.
namespace pickle {

inline const std::string kProtocol = "\x80\x02";
inline const std::string kStop = ".";
inline const std::string kMark = "(";
inline const std::string kTuple = "t";
inline const std::string kReduce = "R";
inline const std::string kEmptyDict = "}";
inline const std::string kEmptyTuple = ")";
inline const std::string kSetItem = "s";
inline const std::string kSetItems = "u";
inline const std::string kFalse = "\x89";

[[nodiscard]] inline std::string text(std::string_view value) {
    return "X" + littleEndian(value.size(), 4) + std::string(value);
}
[[nodiscard]] inline std::string number(std::int64_t value) {
    return "\x8a\x08" + littleEndian(static_cast<std::uint64_t>(value), 8); // LONG1, which has room for everything
}
[[nodiscard]] inline std::string global(std::string_view module, std::string_view name) {
    return "c" + std::string(module) + "\n" + std::string(name) + "\n";
}
[[nodiscard]] inline std::string numbers(const std::vector<std::int64_t>& values) {
    std::string all = kMark;
    for (const std::int64_t value : values) {
        all += number(value);
    }
    return all + kTuple;
}
[[nodiscard]] inline std::string orderedDict() {
    return global("collections", "OrderedDict") + kEmptyTuple + kReduce;
}

struct Tensor {
    std::string key = "0";
    std::string storage = "FloatStorage";
    std::int64_t elements = 6;
    std::int64_t offset = 0;
    std::vector<std::int64_t> shape = {2, 3};
    std::vector<std::int64_t> strides = {3, 1};
};

[[nodiscard]] inline std::string tensor(const Tensor& value) {
    return global("torch._utils", "_rebuild_tensor_v2") + kMark + kMark + text("storage") + global("torch", value.storage) +
           text(value.key) + text("cpu") + number(value.elements) + kTuple + "Q" + number(value.offset) + numbers(value.shape) +
           numbers(value.strides) + kFalse + orderedDict() + kTuple + kReduce;
}

/// A whole state dict of one tensor.
[[nodiscard]] inline std::string stateDict(const std::string& name, const Tensor& value) {
    return kProtocol + kEmptyDict + text(name) + tensor(value) + kSetItem + kStop;
}

} // namespace pickle

/// The message of the Failure that `call` ends in; a test failure when it ends otherwise.
[[nodiscard]] inline engine::Error failureOf(const auto& call) {
    try {
        call();
    } catch (const engine::Failure& failure) {
        return failure.error();
    }
    ADD_FAILURE() << "nothing was refused";
    return {};
}

/// Every beginning of `whole` is refused, and every change of one byte is either refused or read: nothing else may happen.
/// `read` takes bytes.
inline void expectSturdy(const std::string& whole, const auto& read) {
    EXPECT_NO_THROW(read(Bytes(whole).span()));
    for (std::size_t length = 0; length < whole.size(); ++length) {
        EXPECT_THROW(read(Bytes(whole.substr(0, length)).span()), engine::Failure) << "cut to " << length << " bytes";
    }
    for (std::size_t at = 0; at < whole.size(); ++at) {
        for (const unsigned int change : {0x01U, 0x04U, 0x40U, 0x80U, 0xFFU}) {
            std::string changed = whole;
            changed[at] = static_cast<char>(static_cast<unsigned char>(changed[at]) ^ change);
            try {
                read(Bytes(changed).span());
            } catch (const engine::Failure& failure) {
                EXPECT_FALSE(failure.error().message.empty());
            }
        }
    }
}

} // namespace trutina::testing
