// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/probe.h"
#include "engine/api/progress.h"
#include "engine/model/image_encoder.h"
#include "engine/model/pace.h"
#include "engine/scoring/media_library.h"
#include "engine/scoring/media_shelf.h"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <vector>

namespace trutina::engine {

/// Asks a model what it would say if it did not see something. Threads: one thread at a time.
class ModelProbe {
  public:
    struct Tools {
        MediaLibrary& media;
        ImageEncoder& images;
        std::int64_t tileSize = 0;
        /// Scores a request with the media on a shelf.
        std::function<ScoreResult(const ScoreRequest& request, MediaShelf& shelf, Pace& pace)> score;
    };
    ModelProbe(Tools tools, const ProbeRequest& request, std::stop_token stop, const ProgressSink& progress);

    /// Throws Failure, or Cancelled.
    [[nodiscard]] ProbeResult run();

  private:
    /// A medium of the conversation that stands in its sequences.
    struct ShownMedium {
        int index = 0; ///< in the conversation
        int slot = 0;
        MediaKind kind = MediaKind::Image;
    };
    /// A candidate's message without one of its sentences.
    struct Cut {
        std::size_t candidate = 0, message = 0;
        std::size_t begin = 0, end = 0;
        int tokens = 0; ///< about
    };

    [[nodiscard]] std::vector<ShownMedium> shownMedia() const;
    [[nodiscard]] std::vector<Cut> cuts() const;
    void hideMedia();
    void hideTiles(const ShownMedium& medium);
    void hideFrames(const ShownMedium& medium);
    void hideSentences(const std::vector<Cut>& cuts);
    /// Scores with other pixels in a medium's place.
    [[nodiscard]] std::vector<float> scoresWith(const ShownMedium& medium, const Picture& before, const Picture& changed,
                                                Pace& pace);
    /// Runs a step that is worth `weight` of the work that is left, with its progress as a part of the whole.
    template <typename Step>
    void step(double weight, Step run);

    Tools m_tools;
    const ProbeRequest& m_request;
    ScoreRequest m_variant; ///< the request as its variants are scored
    std::stop_token m_stop;
    const ProgressSink& m_progress;
    Pace m_placing; ///< of media that are placed
    MediaShelf m_shelf;
    ProbeResult m_result;
    double m_done = 0;   ///< of the whole, 0..1
    double m_weight = 0; ///< of the steps that are left
};

} // namespace trutina::engine
