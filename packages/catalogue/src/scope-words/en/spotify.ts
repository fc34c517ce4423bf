/** Spotify. */
import type { ScopeWordsOfConnector } from "../../schema-scope-words.ts";

export const spotify: ScopeWordsOfConnector = {
  "user-read-email": "See your email address",
  "user-read-private":
    "See your country, your subscription and whether explicit content is filtered",
  "playlist-read-private": { title: "See your private playlists", note: "Cannot change them." },
  "playlist-read-collaborative": {
    title: "See playlists that you make with others",
    note: "Cannot change them.",
  },
  "playlist-modify-public": "Create, change and remove your public playlists",
  "playlist-modify-private": "Create, change and remove your private playlists",
  "user-library-read": "See the songs, albums, shows and books that you saved",
  "user-library-modify": "Save songs, albums, shows and books for you, and remove them",
  "user-top-read": "See which artists and songs you listen to most",
  "user-read-playback-position": "See how far you are in episodes and books",
  "user-read-recently-played": "See what you listened to lately",
  "user-read-currently-playing": "See what you are listening to now",
  "user-read-playback-state": "See your player: what it plays, its volume and your devices",
  "user-modify-playback-state": "Control your player: start, stop, skip and choose what is played",
  streaming: { title: "Play music in the app, as you", note: "Needs Spotify Premium." },
  "app-remote-control": "Control the Spotify app on your phone",
  "user-follow-read": "See whom you follow",
  "user-follow-modify": "Follow and unfollow artists and people as you",
  "ugc-image-upload": "Upload covers for your playlists",
};
