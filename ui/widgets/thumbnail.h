// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>

namespace trutina::contracts {
class VideoDesk;
}

namespace trutina::ui {

/// A small picture on the media backdrop, or the first frame of a video with its sign, read in the background. A file that shows
/// nothing has an icon and a word instead.
class Thumbnail : public QWidget {
    Q_OBJECT
  public:
    Thumbnail(contracts::VideoDesk& videos, int widthAt100, int heightAt100, QWidget* parent = nullptr);
    ~Thumbnail() override;

    void setFile(const QString& file); ///< empty: nothing
    [[nodiscard]] QString file() const { return m_file; }
    [[nodiscard]] bool isShowingPicture() const { return !m_image.isNull(); }
    [[nodiscard]] bool isVideo() const { return m_isVideo; } ///< once it is known
    [[nodiscard]] QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    void readPicture();
    void readVideo();
    void closeVideo();
    [[nodiscard]] QSize room() const;

    contracts::VideoDesk& m_videos;
    quint64 m_video = 0; ///< open while its frame is on its way
    bool m_isVideo = false;
    QString m_file;
    QImage m_image;
    bool m_hasFailed = false;
    int m_width;
    int m_height;
};

} // namespace trutina::ui
