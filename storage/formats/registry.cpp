// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/registry.h"

#include "storage/formats/conversation_reader.h"
#include "storage/formats/conversation_writer.h"
#include "storage/formats/csv_writer.h"
#include "storage/formats/ixc_writer.h"
#include "storage/formats/json_access.h"
#include "storage/formats/readers/picture_folder_reader.h"
#include "storage/formats/readers/potato_reader.h"
#include "storage/formats/readers/record_formats.h"
#include "storage/formats/trl_writer.h"
#include "storage/formats/utf8.h"
#include "storage/formats/verdicts/verdict.h"
#include "storage/formats/verdicts/verdict_import.h"
#include "storage/formats/writers/item_writers.h"
#include "storage/formats/writers/json_pair_writers.h"
#include "storage/records/error.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

namespace trutina::storage {
namespace {

using WriterMaker = std::function<std::unique_ptr<ExportWriter>(ExportTarget&)>;

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

/// Enough records to tell a format by, none of them longer than is worth reading for that.
constexpr std::size_t kRecordsToRecognise = 3;
constexpr int kRowsToRecognise = 20;
constexpr std::size_t kLongestToRecognise = std::size_t{16} << 20U;

FileProbe probeOf(const std::filesystem::path& file) {
    const auto source = openRecords(file, {.longestRecord = kLongestToRecognise});
    FileProbe probe;
    for (int row = 0; row < kRowsToRecognise && probe.records.size() < kRecordsToRecognise; ++row) {
        auto record = source->next();
        if (!record) {
            break;
        }
        if (!record->error) {
            probe.records.push_back(std::move(record->value));
        }
    }
    probe.kind = source->kind();
    probe.columns = source->columns();
    return probe;
}

std::unique_ptr<ExportWriter> makeTrl(ExportTarget& target) {
    return std::make_unique<TrlWriter>(target, TrlWriter::Form::Explicit);
}

std::unique_ptr<ExportWriter> makeTrlParquet(ExportTarget& target) {
    return std::make_unique<TrlWriter>(target, TrlWriter::Form::Embedded);
}

std::unique_ptr<ExportWriter> makeImageFolder(ExportTarget& target) {
    return std::make_unique<ImageFolderWriter>(target, ImageFolderWriter::Form::Folder);
}

std::unique_ptr<ExportWriter> makeHubParquet(ExportTarget& target) {
    return std::make_unique<ImageFolderWriter>(target, ImageFolderWriter::Form::Parquet);
}

std::unique_ptr<ExportWriter> makeTrlImplicit(ExportTarget& target) {
    return std::make_unique<TrlWriter>(target, TrlWriter::Form::Implicit);
}

/// The writers of formats that are read too.
std::map<std::string, WriterMaker> writersByName() {
    return {{"trl", makeTrl},
            {"ixc", make<IxcWriter>},
            {"llama-factory", make<LlamaFactoryWriter>},
            {"ms-swift", make<MsSwiftWriter>},
            {"openrlhf", make<OpenRlhfWriter>},
            {"hf-folder", makeImageFolder},
            {"label-studio", make<LabelStudioWriter>},
            {"argilla", make<ArgillaWriter>},
            {"vl-rewardbench", make<VlRewardBenchWriter>},
            {"csv", make<CsvWriter>}};
}

} // namespace

BuiltInFormats::BuiltInFormats() {
    m_formats.push_back({ConversationReader::info(), ConversationReader::recognises,
                         [](const std::filesystem::path& file, const ReadingOptions& options) {
                             return std::make_unique<ConversationReader>(file, options);
                         },
                         make<ConversationWriter>});
    auto writers = writersByName();
    for (const auto& format : recordFormats()) {
        Format entry;
        entry.info = format->info();
        entry.recognises = [&format](const FileProbe& probe) { return format->recognises(probe); };
        entry.openReader = [&format](const std::filesystem::path& file, const ReadingOptions& options) {
            return std::make_unique<RecordReader>(*format, openRecords(file), file, options);
        };
        if (const auto writer = writers.find(entry.info.name); writer != writers.end()) {
            entry.makeWriter = writer->second;
            entry.info.traits.canEmbed =
                entry.info.name == "ms-swift" || entry.info.name == "label-studio"; // they take data URIs
            entry.info.traits.canShowSheets = entry.info.name == "ixc";
        }
        m_formats.push_back(std::move(entry));
    }
    m_formats.push_back({{kVerdictFormat,
                          "Verdicts of a judge",
                          "Winners, orders or scores that a judge gave to items of this project.",
                          true,
                          false,
                          {"jsonl", "json", "csv", "tsv", "parquet"},
                          {.judgesItems = true}},
                         looksLikeVerdicts,
                         [](const std::filesystem::path&, const ReadingOptions&) -> std::unique_ptr<ItemReader> {
                             throw Failure("format.needs_project", "Verdicts are about the items of a project.",
                                           "Import them into that project.");
                         },
                         {}});
    m_formats.push_back({{"trl-implicit",
                          "TRL reward pairs",
                          "chosen and rejected as whole conversations without pictures, for the reward trainer; read as trl.",
                          false,
                          true,
                          {"jsonl"}},
                         {},
                         {},
                         makeTrlImplicit});
    m_formats.push_back({{"trl-kto",
                          "TRL unpaired answers",
                          "prompt, completion and label, one row for each answer; read as trl.",
                          false,
                          true,
                          {"jsonl"}},
                         {},
                         {},
                         make<TrlUnpairedWriter>});
    m_formats.push_back({{"trl-parquet",
                          "TRL preference pairs, Parquet",
                          "The rows of trl with the pictures in the files, which datasets decodes; read as trl.",
                          false,
                          true,
                          {"parquet"},
                          {.canEmbed = true}},
                         {},
                         {},
                         makeTrlParquet});
    m_formats.push_back(
        {{"hf-parquet",
          "Hugging Face Parquet",
          "prompt, chosen and rejected as texts with the pictures in the files, which datasets decodes; read as hf-folder.",
          false,
          true,
          {"parquet"},
          {.canEmbed = true}},
         {},
         {},
         makeHubParquet});
    m_formats.push_back({PictureFolderReader::info(),
                         {},
                         [](const std::filesystem::path& folder, const ReadingOptions& options) {
                             return std::make_unique<PictureFolderReader>(folder, options);
                         },
                         {}});
    m_formats.push_back({PotatoReader::info(),
                         {},
                         [](const std::filesystem::path& file, const ReadingOptions& options) {
                             return std::make_unique<PotatoReader>(file, options);
                         },
                         {}});
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
    if (PictureFolderReader::recognises(file)) {
        return PictureFolderReader::info().name;
    }
    if (PotatoReader::recognises(file)) {
        return PotatoReader::info().name;
    }
    const FileProbe probe = probeOf(file);
    // Conversation records share their messages with other formats, but nobody else has candidates.
    const auto isConversation = [](const nlohmann::json& record) {
        return listMember(record, "messages") != nullptr && listMember(record, "candidates") != nullptr;
    };
    const bool isSure = std::any_of(probe.records.begin(), probe.records.end(), isConversation);
    const Format& conversation = m_formats.front();
    for (const Format& format : m_formats) {
        const bool isAsked = &format != &conversation || isSure;
        if (isAsked && format.recognises && format.recognises(probe)) {
            return format.info.name;
        }
    }
    // Damaged records tell nothing: then a file of records is taken for conversation records by its ending.
    const auto& endings = conversation.info.extensions;
    const bool isOpen = probe.records.empty() && std::find(endings.begin(), endings.end(), endingOf(file)) != endings.end();
    if (conversation.recognises(probe) || isOpen) {
        return conversation.info.name;
    }
    throw Failure("format.unknown", "The format of " + inQuotes(file.filename().string(), 200) + " is not known.",
                  "Name it, or map its columns to prompt, chosen and rejected.");
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

std::unique_ptr<ItemReader> BuiltInFormats::openReader(const std::string& name, const std::filesystem::path& file,
                                                       const ReadingOptions& options) const {
    const Format& chosen = format(name);
    if (!chosen.openReader) {
        throw Failure("format.not_readable", "The format " + name + " can be written, but not read.", "Choose another format.");
    }
    return chosen.openReader(file, options);
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
