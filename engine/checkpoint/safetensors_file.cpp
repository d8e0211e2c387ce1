// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/checkpoint/safetensors_file.h"

#include "engine/api/error.h"
#include "engine/checkpoint/byte_reader.h"
#include "engine/checkpoint/checkpoint_failure.h"
#include "engine/checkpoint/stored_type.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace trutina::engine {

namespace {

constexpr std::uint64_t kLongestHeader = 100'000'000;
constexpr std::size_t kMostDimensions = 16;

constexpr std::array<std::pair<std::string_view, StoredType>, 10> kTypes{{{"F64", StoredType::Float64},
                                                                          {"F32", StoredType::Float32},
                                                                          {"F16", StoredType::Float16},
                                                                          {"BF16", StoredType::BFloat16},
                                                                          {"I64", StoredType::Int64},
                                                                          {"I32", StoredType::Int32},
                                                                          {"I16", StoredType::Int16},
                                                                          {"I8", StoredType::Int8},
                                                                          {"U8", StoredType::UInt8},
                                                                          {"BOOL", StoredType::Bool}}};

/// One tensor as the header states it; complete once its object has ended.
struct HeaderEntry {
    std::string name;
    std::optional<StoredType> type;
    std::optional<std::vector<std::int64_t>> shape;
    std::vector<std::int64_t> offsets;
};

/// Receives the header token by token: no document is built, so that nesting and repetition cost nothing.
class HeaderReader : public nlohmann::json_sax<nlohmann::json> {
  public:
    HeaderReader(const std::string& file, std::vector<HeaderEntry>& entries) : m_file(file), m_entries(entries) {}

    bool start_object(std::size_t /*elements*/) override {
        ++m_depth;
        if (m_depth == 2 && !m_isInMetadata) {
            m_entries.push_back({m_name, {}, {}, {}});
        } else if (m_depth > 2) {
            refuseNesting();
        }
        return true;
    }
    bool end_object() override {
        if (m_depth == 2 && !m_isInMetadata && (!entry().type || !entry().shape || entry().offsets.size() != 2)) {
            refuseDamaged(m_file, "tensor " + quotedText(m_name) + " lacks dtype, shape or data_offsets");
        }
        --m_depth;
        m_isInMetadata = false;
        return true;
    }
    bool key(string_t& text) override {
        if (m_depth == 1) {
            if (!m_names.insert(text).second) {
                refuseDamaged(m_file, "tensor " + quotedText(text) + " appears twice");
            }
            m_name = text;
            m_isInMetadata = text == "__metadata__";
        } else {
            m_field = text;
        }
        return true;
    }
    bool start_array(std::size_t /*elements*/) override {
        if (m_depth != 2 || m_isInMetadata || m_isInArray || (m_field != "shape" && m_field != "data_offsets")) {
            refuseNesting();
        }
        m_isInArray = true;
        if (m_field == "shape") {
            entry().shape.emplace();
        } else {
            entry().offsets.clear();
        }
        return true;
    }
    bool end_array() override {
        m_isInArray = false;
        return true;
    }
    bool string(string_t& text) override {
        if (m_depth == 2 && m_isInMetadata) {
            return true; // free text of whoever wrote the file
        }
        if (m_depth != 2 || m_isInArray || m_field != "dtype") {
            refuseField();
        }
        const auto* known = std::ranges::find(kTypes, text, &std::pair<std::string_view, StoredType>::first);
        if (known == kTypes.end()) {
            throw Failure("checkpoint.unknown_type",
                          m_file + ": tensor " + quotedText(m_name) + " has the element type " + quotedText(text) +
                              ", which is not known.",
                          "Convert the checkpoint to float32, float16 or bfloat16.");
        }
        entry().type = known->second;
        return true;
    }
    bool number_unsigned(number_unsigned_t value) override {
        if (value > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            refuseDamaged(m_file, "tensor " + quotedText(m_name) + " holds a number that is too large");
        }
        return number_integer(static_cast<number_integer_t>(value));
    }
    bool number_integer(number_integer_t value) override {
        if (!m_isInArray) {
            refuseField();
        }
        if (value < 0) {
            refuseDamaged(m_file, "tensor " + quotedText(m_name) + " has a negative number in " + quotedText(m_field));
        }
        auto& numbers = m_field == "shape" ? *entry().shape : entry().offsets;
        if (numbers.size() == (m_field == "shape" ? kMostDimensions : 2)) {
            refuseDamaged(m_file, "tensor " + quotedText(m_name) + " has too many numbers in " + quotedText(m_field));
        }
        numbers.push_back(value);
        return true;
    }
    bool null() override { refuseField(); }
    bool boolean(bool /*value*/) override { refuseField(); }
    bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { refuseField(); }
    bool binary(binary_t& /*value*/) override { refuseField(); }
    bool parse_error(std::size_t position, const std::string& /*token*/, const nlohmann::detail::exception& /*error*/) override {
        refuseDamaged(m_file, "the header is not valid JSON (at byte " + std::to_string(position) + ")");
    }

  private:
    [[noreturn]] void refuseField() const {
        refuseDamaged(m_file,
                      "the header holds an unexpected value at " + quotedText(m_depth == 2 ? m_name + "." + m_field : m_name));
    }
    [[noreturn]] void refuseNesting() const {
        refuseDamaged(m_file, "the header is nested in an unexpected way at " + quotedText(m_name));
    }
    [[nodiscard]] HeaderEntry& entry() { return m_entries.back(); }

    const std::string& m_file;
    std::vector<HeaderEntry>& m_entries;
    std::set<std::string> m_names;
    std::string m_name;
    std::string m_field;
    int m_depth = 0;
    bool m_isInMetadata = false;
    bool m_isInArray = false;
};

[[nodiscard]] StoredTensor locate(const HeaderEntry& entry, std::span<const std::byte> data, const std::string& file) {
    const std::string name = "tensor " + quotedText(entry.name);
    const auto begin = static_cast<std::uint64_t>(entry.offsets[0]);
    const auto end = static_cast<std::uint64_t>(entry.offsets[1]);
    if (end < begin) {
        refuseDamaged(file, name + " ends before it begins");
    }
    if (end > data.size()) {
        refuseDamaged(file, name + " ends at byte " + std::to_string(end) + " of the data, of which there are only " +
                                std::to_string(data.size()));
    }
    const auto expected = denseByteCount(*entry.shape, *entry.type);
    if (!expected || *expected != end - begin) {
        refuseDamaged(file, name + " of shape " + shapeText(*entry.shape) + " and type " + typeName(*entry.type) +
                                " does not fit its " + std::to_string(end - begin) + " bytes");
    }
    StoredTensor tensor;
    tensor.name = entry.name;
    tensor.type = *entry.type;
    tensor.shape = *entry.shape;
    tensor.bytes = data.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    tensor.file = file;
    return tensor;
}

/// Tensors must cover the data without overlap and without bytes that belong to none, as the format demands.
void checkCoverage(const std::vector<StoredTensor>& tensors, std::span<const std::byte> data, const std::string& file) {
    std::vector<const StoredTensor*> order;
    order.reserve(tensors.size());
    for (const StoredTensor& tensor : tensors) {
        order.push_back(&tensor);
    }
    std::ranges::sort(order, {},
                      [](const StoredTensor* tensor) { return std::pair(tensor->bytes.data(), tensor->bytes.size()); });
    const std::byte* reached = data.data();
    for (const StoredTensor* tensor : order) {
        if (tensor->bytes.data() != reached) {
            refuseDamaged(file,
                          "tensor " + quotedText(tensor->name) +
                              (tensor->bytes.data() < reached ? " overlaps the one before it" : " leaves a gap in front of it"));
        }
        reached += tensor->bytes.size();
    }
    if (reached != data.data() + data.size()) {
        refuseDamaged(file, "there are bytes after the last tensor");
    }
}

} // namespace

std::vector<StoredTensor> readSafetensors(std::span<const std::byte> bytes, const std::string& file) {
    if (bytes.empty()) {
        refuseDamaged(file, "the file is empty");
    }
    ByteReader reader(bytes, file, "the length of the header");
    const std::uint64_t length = reader.u64();
    if (length > reader.remaining()) {
        refuseDamaged(file, "the header is said to be " + std::to_string(length) + " bytes long, but only " +
                                std::to_string(reader.remaining()) + " follow");
    }
    if (length > kLongestHeader) {
        refuseDamaged(file, "the header is longer than 100 MB");
    }
    const std::string_view header = reader.takeText(length);
    const auto data = reader.take(reader.remaining());
    if (header.empty() || header.front() != '{') {
        refuseDamaged(file, "the header is not a JSON object");
    }

    std::vector<HeaderEntry> entries;
    HeaderReader handler(file, entries);
    nlohmann::json::sax_parse(header, &handler);

    std::vector<StoredTensor> tensors;
    tensors.reserve(entries.size());
    for (const HeaderEntry& entry : entries) {
        tensors.push_back(locate(entry, data, file));
    }
    checkCoverage(tensors, data, file);
    return tensors;
}

} // namespace trutina::engine
