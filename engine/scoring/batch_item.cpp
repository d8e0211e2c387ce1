// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/batch_item.h"

#include "engine/api/error.h"
#include "engine/model/rotary.h"

#include <chrono>
#include <utility>

namespace trutina::engine {

BatchItem::BatchItem(const ScoreRequest& request, const ModelConfig& config, const Tokenizer& tokenizer, MediaLibrary& media,
                     std::stop_token stop)
    : m_pace(std::move(stop), {}),
      m_shelf(media, {request.options.frameLabels, request.options.reuse, true}, m_pace),
      m_wantsPositions(request.options.positions) {
    m_sequences = assembleRequest(
        tokenizer, request, [this](const MediaInput& input, int hdNum) { return m_shelf.place(input, hdNum); },
        [&](std::int64_t length) { return rotaryBase(config, length); });
    m_groups = groupsOf(m_sequences, request.options);
    m_reads.resize(m_sequences.sequences.size());
    m_statistics.decodeSeconds = m_shelf.decodeSeconds();
    m_statistics.computedTokens = rows();
    for (const ScoringGroup& group : m_groups) {
        m_statistics.prefixCacheHits += group.trunk > 0 ? static_cast<std::int64_t>(group.sequences.size()) - 1 : 0;
    }
}

std::int64_t BatchItem::rows() const {
    std::int64_t rows = 0;
    for (const ScoringGroup& group : m_groups) {
        rows += computedRows(group);
    }
    return rows;
}

void BatchItem::encode(ImageEncoder& encoder, std::vector<at::Tensor>& packMedia, Pace& pace) {
    try {
        if (!m_media) {
            const auto start = std::chrono::steady_clock::now();
            m_media = m_shelf.encode(encoder, pace);
            m_statistics.visionSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            m_statistics.mediaCacheHits = m_shelf.uses() - m_shelf.computed();
        }
    } catch (const Failure& failure) {
        m_error = failure.error(); // the pixels are gone in part: it cannot be tried again
        return;
    }
    referFrom(static_cast<std::int32_t>(packMedia.size()));
    packMedia.insert(packMedia.end(), m_media->begin(), m_media->end());
}

void BatchItem::referFrom(std::int32_t firstSlot) {
    for (Sequence& sequence : m_sequences.sequences) {
        for (std::int32_t& code : sequence.codes) {
            if (isMedia(code)) {
                code = mediaCode(mediaSlot(code) - m_firstSlot + firstSlot);
            }
        }
    }
    m_firstSlot = firstSlot;
}

void BatchItem::keepReads(std::size_t group, std::size_t index, std::vector<float> reads) {
    m_reads[m_sequences.plan.groups[group].sequences[index]] = std::move(reads);
}

RequestOutcome BatchItem::outcome() const {
    if (m_error) {
        return *m_error;
    }
    try {
        ScoreResult result = resultOf(m_sequences, m_reads, m_wantsPositions);
        result.statistics = m_statistics;
        return result;
    } catch (const Failure& failure) {
        return failure.error();
    }
}

} // namespace trutina::engine
