// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/training_images.h"

#include "engine/media/media_reader.h"
#include "engine/model/stored_weights.h"

#include <c10/core/GradMode.h>

#include <utility>

namespace trutina::engine {

namespace {

std::int64_t bytesOf(const TrainingImages::Tokens& tokens) {
    return static_cast<std::int64_t>(tokens.constant.nbytes() + tokens.rowEnds.nbytes() + tokens.separator.nbytes());
}

} // namespace

TrainingImages::TrainingImages(const ModelConfig& config, const WeightReport& report, std::shared_ptr<const WeightSource> source,
                               int hdNum, std::int64_t keepBytes)
    : m_config(config),
      m_hdNum(hdNum),
      m_keepBytes(keepBytes),
      m_encoder(config, report.sizes, std::make_shared<const StoredWeights>(source, at::kFloat), Residence::Resident,
                std::make_shared<WideningBuffer>()) {
    const StoredWeights weights(std::move(source), at::kFloat);
    m_vision_proj_0_weight = weights.converted("vision_proj.0.weight");
    m_vision_proj_0_bias = weights.converted("vision_proj.0.bias");
    m_vision_proj_2_weight = weights.converted("vision_proj.2.weight");
    m_vision_proj_2_bias = weights.converted("vision_proj.2.bias");
}

at::Tensor TrainingImages::projected(const at::Tensor& vector) const {
    const at::Tensor inner = at::gelu(at::linear(vector.reshape({1, -1}), m_vision_proj_0_weight, m_vision_proj_0_bias));
    return at::linear(inner, m_vision_proj_2_weight, m_vision_proj_2_bias);
}

const TrainingImages::Tokens& TrainingImages::tokens(const MediaInput& media, Pace& pace) {
    const auto key = std::pair(media.path, media.as);
    if (const auto known = m_kept.find(key); known != m_kept.end()) {
        return known->second;
    }
    pace.checkpoint();
    const c10::NoGradGuard noGradients;
    SheetOptions options;
    options.hdNum = m_hdNum;
    options.tileSize = static_cast<int>(m_config.tileSize);
    options.form = PartitionForm::Training;
    const MediaSheet sheet = readMediaSheet(media, options);
    Tokens tokens;
    tokens.constant = m_encoder.encode(sheet.sheet, pace);
    // The layout of specification 3.8: rows of the global view, the separator, rows of the mosaic; a row end after each.
    const auto grid = m_config.mergedGrid();
    const auto count = tokens.constant.size(0);
    tokens.rowEnds = at::zeros({count, 1}, at::kBool);
    tokens.separator = at::zeros({count, 1}, at::kBool);
    std::int64_t row = 0;
    const auto endRows = [&](std::int64_t rows, std::int64_t columns) {
        for (std::int64_t i = 0; i < rows; ++i) {
            row += columns;
            tokens.rowEnds[row++].fill_(true);
        }
    };
    endRows(grid, grid);
    tokens.separator[row++].fill_(true);
    endRows(sheet.tileRows * grid, sheet.tileColumns * grid);
    if (m_keptBytes + bytesOf(tokens) > m_keepBytes) {
        m_kept.clear(); // pictures come in random order: none is likelier to return than another
        m_keptBytes = 0;
    }
    m_keptBytes += bytesOf(tokens);
    return m_kept[key] = std::move(tokens);
}

at::Tensor TrainingImages::embed(const Tokens& tokens, const TrainingWeights& weights) const {
    const at::Tensor rowEnd = projected(weights["plora_sub_GN"]);
    const at::Tensor separator = projected(weights["plora_glb_GN"]);
    return at::where(tokens.rowEnds, rowEnd, at::where(tokens.separator, separator, tokens.constant));
}

} // namespace trutina::engine
