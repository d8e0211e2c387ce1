// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/registry.h"

#include "storage/formats/conversation_reader.h"
#include "storage/formats/conversation_writer.h"
#include "storage/formats/csv_writer.h"
#include "storage/formats/ixc_writer.h"
#include "storage/formats/trl_writer.h"
#include "storage/formats/utf8.h"
#include "storage/records/error.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace trutina::storage {
namespace {

template <typename Writer>
std::unique_ptr<ExportWriter> make(ExportTarget& target) {
    return std::make_unique<Writer>(target);
}

std::string endingOf(const std::filesystem::path& file) {
    std::string ending = file.extension().string();
    ending.erase(0, ending.empty() ? 0 : 1);
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending;
}

} // namespace

BuiltInFormats::BuiltInFormats() {
    m_formats.push_back({ConversationReader::info(), ConversationReader::recognises,
                         [](const std::filesystem::path& file) { return std::make_unique<ConversationReader>(file); },
                         make<ConversationWriter>});
    m_formats.push_back({TrlWriter::info(), {}, {}, make<TrlWriter>});
    m_formats.push_back({IxcWriter::info(), {}, {}, make<IxcWriter>});
    m_formats.push_back({CsvWriter::info(), {}, {}, make<CsvWriter>});
}

std::vector<FormatInfo> BuiltInFormats::formats() const {
    std::vector<FormatInfo> infos;
    infos.reserve(m_formats.size());
    for (const Format& format : m_formats) {
        infos.push_back(format.info);
    }
    return infos;
}

std::string BuiltInFormats::detect(const std::filesystem::path& file) const {
    for (const Format& format : m_formats) {
        if (format.recognises && format.recognises(file)) {
            return format.info.name;
        }
    }
    const std::string ending = endingOf(file);
    for (const Format& format : m_formats) {
        const auto& endings = format.info.extensions;
        if (format.openReader && std::find(endings.begin(), endings.end(), ending) != endings.end()) {
            return format.info.name;
        }
    }
    throw Failure("format.unknown", "The format of " + inQuotes(file.filename().string(), 200) + " is not known.",
                  "Conversation records can be read: one JSON object a line, with messages and candidates.");
}

const Format& BuiltInFormats::format(const std::string& name) const {
    const auto found =
        std::find_if(m_formats.begin(), m_formats.end(), [&name](const Format& format) { return format.info.name == name; });
    if (found == m_formats.end()) {
        std::string names;
        for (const Format& format : m_formats) {
            names += (names.empty() ? "" : ", ") + format.info.name;
        }
        throw Failure("format.unknown", "There is no format named " + inQuotes(name) + ".", "Choose one of: " + names + ".");
    }
    return *found;
}

std::unique_ptr<ItemReader> BuiltInFormats::openReader(const std::string& name, const std::filesystem::path& file) const {
    const Format& chosen = format(name);
    if (!chosen.openReader) {
        throw Failure("format.not_readable", "The format " + name + " can be written, but not read.",
                      "Import conversation records instead.");
    }
    return chosen.openReader(file);
}

std::unique_ptr<ExportWriter> BuiltInFormats::makeWriter(const std::string& name, ExportTarget& target) const {
    const Format& chosen = format(name);
    if (!chosen.makeWriter) {
        throw Failure("format.not_writable", "The format " + name + " can be read, but not written.", "Choose another format.");
    }
    return chosen.makeWriter(target);
}

FormatInfo BuiltInFormats::infoOf(const std::string& name) const {
    return format(name).info;
}

const BuiltInFormats& builtInFormats() {
    static const BuiltInFormats formats;
    return formats;
}

const FormatRegistry& FormatRegistry::instance() {
    return builtInFormats();
}

} // namespace trutina::storage
