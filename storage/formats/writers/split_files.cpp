// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/writers/split_files.h"

#include "storage/formats/utf8.h"
#include "storage/media_store/sha256.h"

#include <utility>

namespace trutina::storage {

std::string nameOf(Split split) {
    return split == Split::Train ? "train" : split == Split::Validation ? "validation" : "test";
}

Split splitOf(const ItemRecord& item, const PairRules& rules) {
    if (rules.validationShare + rules.testShare <= 0) {
        return Split::Train;
    }
    Sha256 sum;
    // Lengths between the parts: no two prompts run together to the same bytes.
    const auto add = [&sum](std::string_view part) { sum.add(std::to_string(part.size()) + ":" + std::string(part)); };
    add(rules.splitSeed);
    for (const Turn& turn : item.prompt) {
        add(turn.role);
        add(trimmed(turn.content)); // trainers do not see the difference either
    }
    for (const MediaRecord& medium : item.media) {
        add(medium.sha256);
    }
    const auto digest = sum.digest();
    std::uint64_t draw = 0;
    for (std::size_t byte = 0; byte < 6; ++byte) {
        draw = draw << 8U | digest[byte];
    }
    const double place = static_cast<double>(draw) / static_cast<double>(std::uint64_t{1} << 48U);
    return place < rules.testShare                           ? Split::Test
           : place < rules.testShare + rules.validationShare ? Split::Validation
                                                             : Split::Train;
}

SplitFiles::SplitFiles(ExportFolder& folder, const PairRules& rules, Naming naming)
    : m_folder(folder), m_isDivided(rules.validationShare + rules.testShare > 0) {
    for (const Split split : {Split::Train, Split::Validation, Split::Test}) {
        const std::string divided = naming.keepsName ? nameOf(split) + "_" + naming.name : nameOf(split);
        m_parts[static_cast<std::size_t>(split)].name = (naming.isInFolder ? nameOf(split) + "/" + naming.name
                                                         : m_isDivided     ? divided
                                                                           : naming.name) +
                                                        naming.ending;
    }
    if (!m_isDivided && naming.isThereWithoutRows) {
        of(Split::Train);
    }
}

SplitFiles::Part& SplitFiles::part(Split split) {
    return m_parts[m_isDivided ? static_cast<std::size_t>(split) : 0];
}

ExportFolder::File& SplitFiles::of(Split split) {
    Part& part = this->part(split);
    if (part.file == nullptr) {
        part.file = m_folder.create(part.name);
    }
    return *part.file;
}

std::int64_t SplitFiles::rows(Split split) const {
    return m_isDivided || split == Split::Train ? m_parts[static_cast<std::size_t>(split)].rows : 0;
}

std::string SplitFiles::name(Split split) const {
    return m_parts[static_cast<std::size_t>(split)].name;
}

void SplitFiles::writeRow(Split split, const std::string& row) {
    of(split).write(row);
    ++part(split).rows;
}

void SplitFiles::writeElement(Split split, const std::string& element) {
    writeRow(split, (rows(split) == 0 ? "[\n" : ",\n") + element);
}

void SplitFiles::close() {
    for (Part& part : m_parts) {
        if (part.file != nullptr) {
            part.file->close();
        }
    }
}

void SplitFiles::closeLists() {
    for (Part& part : m_parts) {
        if (part.file != nullptr) {
            part.file->write(part.rows == 0 ? "[]\n" : "\n]\n");
        }
    }
    close();
}

std::vector<std::string> SplitFiles::names() const {
    std::vector<std::string> names;
    for (const Part& part : m_parts) {
        if (part.file != nullptr) {
            names.push_back(part.name);
        }
    }
    return names;
}

std::string SplitFiles::hubConfiguration() const {
    std::string files;
    for (const Split split : {Split::Train, Split::Validation, Split::Test}) {
        const Part& part = m_parts[static_cast<std::size_t>(split)];
        if (part.rows > 0) {
            files += m_isDivided ? "  - split: " + nameOf(split) + "\n    path: " + part.name + "\n" : " " + part.name + "\n";
        }
    }
    return files.empty() ? "" : "configs:\n- config_name: default\n  data_files:" + std::string(m_isDivided ? "\n" : "") + files;
}

} // namespace trutina::storage
