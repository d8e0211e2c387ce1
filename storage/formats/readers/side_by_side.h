// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/readers/record_format.h"

#include <initializer_list>
#include <string>
#include <vector>

namespace trutina::storage {

/// Reads records whose sides stand in two fields beside a prompt, as texts or as messages (TRL, OpenRLHF, benchmarks). Gathers
/// the media on the way: those of the record (`images`, `image`, `videos`, `video`) and those given within messages.
class SidesReader {
  public:
    explicit SidesReader(FormatRecord& record) : m_record(record) {}

    /// The turns before the answer; none when no field is there.
    std::vector<Turn> prompt(std::initializer_list<const char*> keys);
    /// One side: a text is one assistant turn.
    std::vector<Turn> answer(const nlohmann::json& value, const std::string& place);
    /// The whole: prompt, two sides, media, placeholders settled, the first side judged the better one. Without a prompt it is
    /// what both sides begin with alike.
    NewItem pair(std::initializer_list<const char*> promptKeys, const char* chosen, const char* rejected);

    /// Pictures, then videos. Ask when the texts have been read. Throws Failure "record.placeholders" when the messages have
    /// places for pictures and there are none.
    std::vector<NewMedia> media();
    [[nodiscard]] std::size_t images() const { return m_images; } ///< among the media; ask after media()

  private:
    std::vector<Turn> turns(const nlohmann::json& value, const std::string& place, bool isPrompt);

    FormatRecord& m_record;
    std::vector<const nlohmann::json*> m_inlineImages, m_inlineVideos;
    std::size_t m_imageParts = 0; ///< places for pictures within messages
    std::size_t m_images = 0;
};

} // namespace trutina::storage
